# The workspace.
