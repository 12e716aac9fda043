# Accounts, posts and the back office.
