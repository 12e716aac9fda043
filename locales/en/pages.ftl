# The shell of every page
site-name = Yangguang
site-claim = Administrative power in the open
skip = Skip to content
nav-main = Main
nav-languages = Language
nav-items = Services
nav-track = Track
nav-board = Live board
door-cards = Cards
nav-cards = Supervision cards
nav-status = System status
signed-in-as = Signed in as
demo-label = Demonstration
demo-banner = Demonstration: time runs × { $speed }
demo-clock = Simulated time
demo-people = Change person
foot-claim = Every step is recorded, every limit can be checked, every finding can be verified.
search = Search
filter = Filter
any = All
colon = { ": " }
version = version { $version }
valid-from = in force from
as-of = As of
provisional = provisional
money = CNY { $yuan }
free = Free of charge
paging = Pages
paging-earlier = Previous
paging-later = Next

# Kinds of items (GB/T 39046)
kind-licence = Administrative licence
kind-penalty = Administrative penalty
kind-coercion = Administrative coercion
kind-levy = Administrative levy
kind-payment = Benefits and payments
kind-inspection = Administrative inspection
kind-confirmation = Administrative confirmation
kind-reward = Administrative reward
kind-ruling = Administrative ruling
kind-other = Other administrative powers
kind-public-service = Public service

# Kinds of limits
limit-intake = Time to accept
limit-statutory = Statutory limit
limit-promised = Promised limit
limit-stage = Limit of the stage
limit-joint = Limit of a joint agency
limit-consultation = Time to answer a consultation
limit-delivery = Time to deliver
limit-reply = Time to reply
limit-follow-up = Limit of the follow-up order
limit-service = Service level
limit-party = Time for the party

# Acts
act-submit = Application submitted
act-request-supplement = Missing materials asked for
act-receive-supplement = Missing materials received
act-accept = Accepted
act-decline = Not accepted
act-complete = Stage completed
act-return = Returned
act-transfer = Handed over
act-consult = Opinion asked for
act-answer-consultation = Opinion given
act-add-signer = Signer added
act-urge = Urged
act-start-pause = Special procedure begins
act-end-pause = Special procedure ends
act-extend = Limit extended
act-split = Sent to the joint agencies
act-give-opinion = Joint agency's opinion
act-charge-fee = Fee announced
act-pay-fee = Fee paid
act-decide = Decision made
act-issue = Document issued
act-deliver = Delivered
act-withdraw = Withdrawn by the applicant
act-close = Closed
act-correct = Corrected
act-record = Recorded
act-warn-limit = Limit is near
act-exceed-limit = Limit exceeded
act-automatic = by operation of law
act-reason = Reason
act-claimed = Said to have happened

# Colours of levels
colour-notice = Notice
colour-warning = Warning
colour-yellow = Yellow card
colour-red = Red card

# States of cards
card-detected = Detected
card-pending = To be confirmed
card-means-pending = The suspicion waits to be confirmed. If nobody decides in time, the card is issued by rule.
card-issued = Issued
card-means-issued = The responsible agency has to explain and correct, or to appeal, within the time to reply.
card-answered = Answered
card-means-answered = The responsible agency has explained itself and is correcting.
card-appealed = Under appeal
card-means-appealed = The agency objects. A body that is neither issuer nor appellant decides.
card-upheld = Upheld
card-means-upheld = The card was upheld and has to be acted on.
card-corrected = Corrected
card-means-corrected = The agency has corrected. The supervisor verifies it.
card-closed = Closed
card-means-closed = The correction was verified. The record stays.
card-revoked = Revoked
card-means-revoked = Revoked on appeal: it does not count. The record and the reason stay.
card-dismissed = Dismissed
card-means-dismissed = Found not to hold: no card was issued. The record and the reason stay.

# The hall
hall-title = Service hall
hall-question = What do you need to do?
hall-search-label = Name, keyword or code of a service
hall-search-hint = For example: food business, construction permit, allowance; also Chinese in either script, and initials of pinyin such as spjy
hall-popular = Often needed
hall-all = All services
hall-kinds = By kind of power
items-count = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
today = Today
today-board = Live board
today-received = Received today
today-closed = Closed today
today-open = Open now
today-overdue = Over their limit
today-cards = Cards today
principles = What you can rely on
principle-open = In the open
principle-open-text = Basis, conditions, materials, fees, steps and limits are published beforehand. Nothing else may be demanded.
principle-clock = A date you can check
principle-clock-text = Each limit is a date, and the page explains step by step why it is that date.
principle-proof = Records that cannot be rewritten
principle-proof-text = Each act goes into a log that only grows. Anyone can verify it.
principle-watch = Delay raises a card by itself
principle-watch-text = A missed limit raises a card by rule. The supervisors are held to limits too.

# The list of items
items-title = Services
items-search-label = Search
items-kind = Kind of power
items-place = Place
items-found = { $count } found
items-none = Nothing found
items-none-for = No service matches “{ $query }”.
items-none-short = Use a shorter word: “construction” rather than “I need a construction permit”.
items-none-kind = Set kind and place back to “All”.
items-none-ask = What is not in the catalogue may not be demanded. If in doubt, ask at a service window.

# The guide
guide = Guide
guide-contents = On this page
guide-conditions = Conditions
guide-materials = Materials
guide-no-materials = Nothing has to be handed in.
guide-to-bring = You bring
guide-pieces = { $count ->
    [one] { $count } document
   *[other] { $count } documents
}
guide-where-needed = (where it applies)
guide-third-party = Issued by a third party
guide-shared = You need not bring
guide-shared-text = The government has these already. The agency obtains them itself and may not ask you for them.
guide-fees = Fees
guide-fee-yes = Charged
guide-free-text = This costs nothing. Nobody may charge you for it. If someone does, complain.
guide-limits = Limits
guide-limit = Limit
guide-limits-text = The statutory limit is the longest time the law allows. The promised limit is the agency's own, shorter promise. Counting begins on the day after the event that starts it.
guide-pauses = What does not count (special procedures)
guide-pauses-text = By law the time of these procedures does not count. The agency has to tell you in writing.
guide-flow = How it is handled
guide-agencies = Who handles it
guide-no-agencies = No agency is registered yet.
guide-remedies = If you disagree
guide-remedies-text = You may ask for administrative reconsideration or go to court. The decision names to whom, and within what time.
guide-within = within { $period }
guide-basis = Legal basis
guide-code = Code

# Flow charts
flow-of = Flow chart: { $name }
flow-here = ● now here
flow-done = ✓ done
flow-party = by the applicant
flow-optional = if needed
flow-joint = each joint agency
flow-load = { $count } open
flow-loads = the figures are cases open now
flow-many = { $count } outcomes
flow-returned = Sent back
flow-return = back
flow-reason = (with reasons)
flow-in-words = The stages in words

# Following a case
track-title = Track a case
track-label = Case number
track-go = Find
track-hint = It stands on your receipt. You need not sign in.
track-none = No case has the number “{ $number }”
track-none-typing = Check the number: 0 and O, 1 and I are easily mistaken.
track-none-fresh = A case that was just handed in shows within minutes.
track-none-outside = If an agency took your papers and there is no number, it may not have been registered. Tell the supervisors.
track-several = Several places use this number. Choose one
track-sees = What you will see
track-sees-where = where it is, and which agency has it
track-sees-when = the date of each limit, and why it is that date
track-sees-who = what was done, and when
track-sees-proof = the proof that nobody changed the record

# A case
case = Case
case-number = No.
case-status = Where it stands
case-cards = Supervision cards about this case
case-limits = Limits
case-no-limits = No limit has started yet.
case-acts = What was done
status-new = Nothing was received yet.
status-received = { $agency } has received the application and is deciding whether to accept it.
status-awaiting = Materials are missing. The applicant has to hand them in.
status-accepted = { $agency } has accepted it and is handling it.
status-at = { $agency } has accepted it. Now: { $stages }.
status-paused = A special procedure is going on ({ $ground }). Its time does not count.
status-paused-until = A special procedure is going on ({ $ground }), until { $until }. Its time does not count.
status-declined = { $agency } did not accept it. The reason stands below.
status-decided = { $agency } has decided.
status-decided-as = { $agency } has decided: { $result }.
status-withdrawn = The applicant has withdrawn the application.
status-closed = Closed.
status-closed-as = Closed: { $result }.
promise-due = { $limit }: { $due } ({ $standing }).
promise-paused = { $limit } stands still. As things are it ends on { $due }.
promise-missed = { $limit } ended on { $due }: { $standing }.
standing-last-day = today is the last day
standing-left = { $days ->
    [one] { $days } calendar day left
   *[other] { $days } calendar days left
}
standing-left-working = { $days ->
    [one] { $days } working day left
   *[other] { $days } working days left
}
standing-left-hours = { $days ->
    [one] { $days } hour left
   *[other] { $days } hours left
}
standing-paused = stands still
standing-kept = kept, on { $date }
standing-over = { $days ->
    [one] { $days } calendar day over, still not done
   *[other] { $days } calendar days over, still not done
}
standing-missed = { $days ->
    [one] done on { $date }, { $days } calendar day late
   *[other] done on { $date }, { $days } calendar days late
}
why = Why this date?
why-start = It started on { $start } and is { $period } long
why-midnight = { $date }, midnight at the end of the day
why-end = So it ends on { $due }
course-caption = The case against its limits; time runs from left to right
course-acts = Acts
course-used = used
course-allowed = allowed
course-pause = does not count
course-over = over
course-now = now

# Proof
proof = Proof
proof-text = These records stand in a log that only grows. Whoever keeps the log or one of its signed checkpoints can verify at any time that nothing was changed.
proof-log = Log
proof-index = Position of the last record
proof-leaf = Hash of the record (SHA-256)
proof-size = Size of the log at the latest checkpoint
proof-root = Root hash of the checkpoint
proof-receipt = Download the receipt

# A card
card-life = What became of it
card-facts = Basis and responsibility
card-agency = Responsible agency
card-post = Responsible post
card-rule = Rule
card-rules-version = Version of the rules
card-detected-at = Detected
card-issued-at = Issued
card-limits = The limits as they stood
card-acts = What was done about this card
card-escalated = { $count ->
    [one] Not answered in time: followed up and raised once.
   *[other] Not answered in time: followed up and raised { $count } times.
}
card-reply-text = Without an answer in time, a follow-up order is given and the level may rise.
card-finding-text = A card is evidence with a reason. It is not a finding of guilt.
cards-text = Issued by rule from the records, or after confirmation. Revoked and dismissed ones stay here too.
cards-colour = Level
cards-state = State
cards-found = { $count ->
    [one] { $count } card
   *[other] { $count } cards
}
cards-none = No card matches
cards-none-text = No cards does not mean no problems: missing data raises an alarm on the status page.
cards-all = All cards

# The board
board-connected = Live
board-reconnecting = Connection lost, reconnecting
board-steps = Acts per second
board-steps-note = last { $seconds } seconds, at most { $most } in one
board-left = Open cases by time left
left-overdue = over
left-today = due today
left-two = 2 working days or less
left-five = 5 working days or less
left-more = more than 5
board-cities = Cities
board-open = Open
board-near = Near
board-overdue = Over
board-in-time = In time
board-shares = { $near } near, { $overdue } over
board-agencies = Agencies
board-agency = Agency
board-cards = Latest cards
board-no-cards = No cards yet today.

# Problems
problem-400-title = The request cannot be handled
problem-400-what = Something in the form or the address is missing or wrong.
problem-400-do = Go back, check, and try again. What you typed is kept.
problem-403-title = Not allowed
problem-403-what = This person may not see or do this.
problem-403-do = Somebody in the right post has to sign in. If you think it should be public, you may file a request for disclosure.
problem-404-title = Not found
problem-404-what = There is nothing at this address. It may have been renamed or mistyped.
problem-404-do = Look for a service on the home page, or track a case by its number.
problem-405-title = Nothing to open here
problem-405-what = This address takes what a form sends; it cannot be opened or used in this way.
problem-405-do = Begin again on the page with the form.
problem-409-title = Not possible now
problem-409-what = This step does not fit where the case stands. Nothing was changed.
problem-409-do = Open the case and look again: somebody may just have acted on it.
problem-413-title = Too much at once
problem-413-what = What was sent is too large. Nothing was recorded.
problem-413-size = What was sent is larger than the { $size } KiB that are taken here at once. Nothing was recorded.
problem-413-do = Go back and shorten the text, or hand in what is long as a file.
problem-415-title = Sent in a form that is not read here
problem-415-what = What was sent is not what a form of this site sends. Nothing was recorded.
problem-415-do = Open the page with the form and send it from there. Programs use the interface under /api/v1.
problem-429-title = More than one account may have
problem-429-what = One account has or does as much as it may.
problem-429-do = Do what stands above. What you have and what you typed into drafts is kept.
problem-500-title = Something went wrong
problem-500-what = The system could not finish your request. The fault was recorded.
problem-500-do = Try again later. Time lost by a fault of the system is never counted against you.
problem-503-title = Not available now
problem-503-what = The system is busy or under maintenance. Nothing was recorded.
problem-503-do = Try again in a few minutes. For urgent matters go to a service window.
problem-article = Legal basis
problem-do = What to do
problem-reference = Reference
problem-back = Go back
problem-home = Home

# People of the demonstration
people-title = Choose a person
people-text = This is a demonstration: people and cases are invented. Choose a person and act as that person.
people-search = Name, post or agency
people-shown = { $shown } of { $total } people
people-none = Nobody found
people-all = Everybody
people-public = Be the public again
people-act-as = Act as
people-act-as-name = Act as { $name }

# The status page
status-all-well = Everything is in order.
status-alarms = Alarms: { $count }.
check-well = in order
check-alarm = alarm
check-last = Last in order
check-calendar-name = Working-day calendar
check-calendar-fine = Holidays are published until { $value }
check-calendar-means = Without a calendar, dates are marked provisional.
check-writer-name = Writing of records
check-writer-fine = Acts recorded since the start: { $value }
check-writer-means = While it is down no act is accepted; nothing is entered afterwards.
check-clock-name = Clock of limits
check-clock-fine = It is { $value }
check-clock-means = After an interruption every limit that ended meanwhile is judged.
check-log-name = Log of proof
check-log-fine = Name of the logs: { $value }
check-log-means = If the log does not agree with itself, no checkpoint is published and the witnesses are told.
check-rules-name = Rules of supervision
check-rules-fine = Rules that watch: { $value }
check-rules-means = Without rules there is no supervision: that is an alarm.
check-feeds-name = Reports of organs
check-feeds-fine = { $value }
check-feeds-means = A silent organ is not a good organ: silence is an alarm.
check-letters-name = Letters and codes
check-letters-fine = Letters and codes are handed over.
check-letters-means = A letter or a code may come late or not at all. Notices are read after signing in, as always.
check-errands-name = Work of the platform itself
check-errands-fine = Payments go into their cases, what is abandoned is cleared away, certificates agree with the log.
check-errands-means = Those who run the platform are told what it is. Acts are recorded as always.
