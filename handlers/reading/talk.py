"""What is said around a request: thanks, handing over, second thoughts, wanting something. Data; see actions.py."""

import re

from handlers.reading.hiring import HIRING, group
from handlers.reading.topics import ABOUT_THE_BOT, JOBSEEKER

CLOSING = group(
    r"thanks|thank you|cheers|ta|great|perfect|brilliant|sorted|resolved|done|fixed|no worries"
    r"|all good|never ?mind|fyi|for information|good (?:morning|afternoon)|on it|will do|i'll (?:do|pick|take)|noted"
    r"|no action|closing (?:this|the ticket)|leave it with me|no help needed|for the record",
    ABOUT_THE_BOT.pattern,
)
INFORMS = group("fyi", "for information")
HAND_OVER = group(
    r"see below|below|as above|forwarding|forwarded|fwd?|can (?:you|some ?one|some ?body|any ?one|any ?body|we|this"
    r"|these|it)"
    r"|could (?:you|some ?one|some ?body|any ?one|any ?body|this|we)|actioned|please|pls|action|(?<!no )help"
    r"|one for you"
    r"|for you|look|attached|following",
)
_AN_ADDRESS = r"(?:(?:the|his|her|their|my|any|other|old|work|school|email|e-mail|address|one) ){0,4}ADDRESS"
# "The data that we hold on her" is kept, not put off.
_HOLD_ON = (
    r"(?<!we )(?<!you )(?<!i )(?<!they )(?<!legal )(?<!no )hold on"
    r"(?! (?:me|him|her|them|us|record|file|my|our|your|any\w+|ADDRESS)\b)"
)
# Said about the request as a whole, so that it must not be taken at its word.
SECOND_THOUGHTS = group(
    r"scrap (?:that|this)|(?:please |pls )(?:ignore|disregard|cancel)(?= ?(?:$|[.!,;]))"
    rf"|^(?:ignore|disregard)(?! {_AN_ADDRESS})"
    r"|(?:i|we)(?:'ve| have)? (?:accidentally|mistakenly|wrongly)|(?:asked|raised|sent|posted|requested) (?:\S+ ){0,8}"
    r"(?:by (?:mistake|accident)|in error)|my (?:mistake|bad)|oops|whoops|(?:please |pls )?(?:ignore|disregard"
    rf"|cancel) (?!{_AN_ADDRESS})(?:that|this|my|the|above|it)"
    r"|(?:changed|change of) (?:(?:her|his|their|my|its) )?(?:mind|heart)"
    r"|(?<!registered with the )(?<!registered with a )(?<!signed up with the )(?<!registered under the )"
    r"(?<!joined with the )wrong (?:person|ADDRESS|address|account|e-?mail|ticket|one(?! login)|channel)"
    r"|hold fire|hang on|hold off|on hold"
    rf"|{_HOLD_ON}"
    r"|(?:don't|do not|dont) (?:do|action|process|run|touch) (?:it|this"
    r"|that|anything)"
    r"|not yet|(?:not|n't|not been) (?:yet )?(?:agreed|verified|confirmed|authenticated)"
    r"|(?<!account )(?<!accounts )(?<!account is )(?<!account's )(?<!profile )(?<!subject: )no longer (?:needed"
    r"|required)|withdr[ae]wn?(?! (?:\w+ )?consent)|(?<!happy to )(?<!can )wait (?:for|until|till)"
    r"|(?:not|isn't|aren't) (?:us|one of ours|our (?:service|users?)|for us|tv)|(?:wrong|another|different"
    r"|other) service"
    r"|get into teaching|(?:apply for|find|register for)? ?teacher training"
    r"|already (?:been )?(?:done|actioned|gone)|(?:just|only) (?:a test|testing)|for instance"
    r"|(?:an?|the|this|for|as|training|sample) examples?(?! ?(?:dot|\.|@))|examples? (?:of|for|messages?|:)"
    r"|(?<!to )(?<!in )(?<!her )(?<!his )(?<!their )spam(?! (?:folder|filter))|scam"
    r"|(?:is|be|looks?|seems?|as|an?) (?:phishing|hoax|bogus|fraud\w*|suspicious|fake)|not valid"
    r"|impersonat\w*|anonymous|claim\w* to be|tests? message|drill|joke|(?:plan|option) [b-d]"
    r"|awaiting (?:\S+ )?(?:id|proof|confirmation|identity|reply|answer|legal|dpo)"
    r"|(?:id|identity) (?:has |is |was )?(?:not|hasn't|isn't|wasn't) (?:yet |been )*checked|no id(?= ?(?:$|[,.;]))"
    r"|(?:name|date of birth|dob|signature) (?:\S+ )?(?:doesn't|does not|don't|do not) match"
    r"|e\.?g\.?|closed as \w+|i disagree|don't agree|not final"
    r"|you(?:'d| would) (?:write|type|say)"
    r"|hypothetical\w*|what would happen|what happens if|pretend|suppose\b(?! to)"
    r"|is (?:(?:that|this) (?:something|possible)|(?:that|this|it) (?:ok|okay|allowed|fine|right))|what (?:should|do"
    r"|shall) (?:we|i) (?:do"
    r"|say|tell|reply)"
    r"|(?:what(?:'s| is| would be) the |how )best (?:way|approach|thing|order|to)|thoughts|can we do (?:this|that)"
    r"|are we (?:ok|okay|allowed|able)|(?:should|shall) (?:we|i)|how (?:should"
    r"|do) (?:we|i)|any objections?"
    r"|do you agree|any (?:concerns|reason)"
    r"|(?:told|tell|telling) (?:him|her|them|the \w+) (?:that )?(?:no|we can't|we can ?not|we couldn't)|before (?:we"
    r"|you"
    r"|i) (?:do|action)"
    r"|don't think (?:we|you) (?:can|should)|(?:check|run it|clear it) (?:with|by|past) (?:legal|the \w+|me|us)"
    r"|(?:we|i) (?:can't|cannot|can ?not|couldn't) (?:delete|do|action|process) (?:it|this|that|them|her|him)"
    r"|so (?:we|i) can't|in progress|being (?:looked at|dealt with|handled)"
    r"|(?:i|we)(?:'ve| have)? (?:already )?(?:said no|refused|declined"
    r"|explained(?! (?:\S+ ){0,3}(?:it|this|that|deletion) (?:is|can't|cannot|can not|will|means)))"
    r"|restore|reinstate|un-?delete"
    # A doubt of the writer's own, or somebody's who was asked.
    r"|(?:(?:i|we)(?:'m|'re| am| are| was| were)|bit|little|quite|rather) (?:\w+ )?(?:un(?:comfortable|easy|happy"
    r"|convinced)"
    r"|worried|concerned|reluctant|hesitant|nervous|wary)"
    r"|(?:not|\w+n't) (?:very |really |entirely |quite |so |too )?(?:comfortable|convinced|certain|confident)"
    r"|(?:(?:has|have|had|did) not|(?:has|have|had|did)n't|never) (?:actually |ever |really )?asked? (?:for|us|to)"
    r"|(?:can|could|should|shall|may) (?:we|i|you) (?:\S+ ){0,3}(?:talk|discuss|chat|speak)"
    r"|(?:request|ticket|card|deletion|unlink)(?: below| above)? (?:was|were|has been|had been|got|is)"
    r" (?:rejected|refused|declined|turned down)"
    r"|do(?:es)? (?:you|any ?one|any ?body|some ?one|some ?body) know (?:why|what|whether|if|the reason)"
    r"|which (?:of (?:them|these|those|the)|(?:one|account|e-?mail|address) (?:is|should|would|do|does|did))"
    r"|trying it on|(?:not|n't) (?:\w+ )?proceed|do nothing|with caution"
    r"|ask (?:her|him|them|ADDRESS) (?:for|to|if|whether|about)|carry out (?:the |an? )?(?:\w+ )?checks?"
    r"|take (?:it|this|that) (?:to|up with)|pushing back|push back|pushed back"
    # Nobody's request: words for a page or a form, what people said in research.
    r"|(?:the|new|our|this|an?|reply|e-?mail) templates?|wording|(?:does|how does) (?:this|it|that) (?:read|sound|look)"
    r"|\[(?:name|e-?mail|e-?mail address|address)\]|surveys?|questionnaires?|(?:no idea|don't know|do not know"
    r"|dunno) who"
    r"|(?:alerts?|e-?mails|applications?|documents?|cvs?) only"
    r"|only (?:wants? |asks? for |asked for )?(?:the |her |his |their )?(?:job )?(?:alerts?|e-?mails|applications?"
    r"|documents?|cvs?)"
    r"|(?:don't|do not) think (?:it's|it is|this is|that's|that is)|or what|nobody (?:does|do|touches|actions"
    r"|processes)"
    r"|(?:we|i)(?:'ll|'m|'re| will| are| am)? (?:going to )?(?:test|testing|register)|end[- ]to[- ]end|dry run"
    r"|rehears\w+"
    r"|hiring side|hiring (?:user|account)s?|publisher (?:side|account|user)s?|(?:in|on) (?:the|a|this|my"
    r"|our) spreadsheet"
    r"|p\d{1,2} (?:asked|said|told|says)|unsure|either way",
)
KEEPS = group(
    r"keep (?:her|his|their|the|my|this) (?:account|data|profile)",
    r"leave (?:my|her|his|their|the|this) (?:\w+ )?(?:account|profile|data|details|record)",
    r"leave (?:it|things|everything|this|that) (?:as|alone|open|in place|for now)",
)
"""Said of an account that must stay: beside an unlink it changes nothing."""
# Said after a request, at the start of a sentence or after a comma or dash: it is taken back or put off.
TAKES_BACK = re.compile(
    r"(?:^|[.!?;:,()-]) ?(?:(?:oh|hmm+|ah|er|um|or|and|but|ok|okay|sorry|apologies|please|pls),? )*"
    r"(?:no(?= ?(?:$|[.!?,-])| (?:wait|leave|actually|don't|stop|not|she|he|they|please))|nope|nah"
    r"|wait(?= ?(?:$|[.!?,-])| (?:no|a|up|for|until|till|she|he|they|i|we))|stop(?= ?(?:$|[.!?,-])| (?:it|that|this))"
    r"|(?:don't|do not|dont)(?= ?(?:$|[.!?,-])| (?:do|action|process|delete|unlink|run|touch|yet|please|bother))"
    r"|actually|disregard|ignore(?= ?(?:$|[.!?,-]))|as you were|never ?mind|nvm|false alarm|jk|not (?:yet|before|until"
    r"|till|this|that|now|today))\b"
    r"|^but\b|\b(?:just kidding|(?:only|just) joking|forget (?:it|that|this|about it)|hold (?:that|it|this)(?= ?(?:$"
    r"|[.!?,-]))"
    r"|(?<!when )(?<!once )(?<!after )(?<!if )(?:it's|its|that's|this is) (?:all )?(?:been )?(?:done|sorted)"
    r"|meant for|(?:says?|said|saying) no\b"
    r"|what do (?:you|we|others|people) (?:think|reckon)|(?:decided|prefers?) to keep|leave it\b"
    r"|let me (?:check|ask|confirm|find out)|(?:can't|cannot|shouldn't|mustn't) (?:though|after all|really))",
    re.MULTILINE,
)
# What is named in one sentence is asked for in another: "Erasure request from Jo. Please carry out."
GO_AHEAD = re.compile(
    r"\b(?:please|pls|plz|(?:can|could|would) (?:you|we|some ?one|some ?body|any ?one|an?|one of"
    r"|the)\b(?: dev\w*(?: team)?)?)"
    r" (?:\w+ ){0,2}(?:(?:action|process|do|sort|progress|complete|take|handle|pick up)(?: (?:it|this|that|so|one))?"
    r"|proceed|go ahead"
    r"|carry (?:(?:it|this|that) )?out|pick (?:it|this|that|one) up)(?= *(?:$|[.,!?;)]|please|pls|thanks|thank|asap"
    r"|today|now|for (?:her|him|them"
    r"|us|me)\b))"
    r"|\bgo ahead,? (?:please|pls)\b|\b(?:please|pls) go for it\b|\bgo for it,? (?:please|pls)\b"
)
# Anything asked but a favour.
OPEN_QUESTION = re.compile(
    r"^(?!.*\b(?:please|pls|plz|thank\w*|(?:can|could|would|will) (?:you|u|we|some ?one|some ?body|any ?one|any ?body"
    r"|an?|one"
    r"|the|this|it|her|his|their|ADDRESS)|(?:hope|how are|how's|are you|you) (?:\w+ ){0,3}(?:well|ok|okay|good|things"
    r"|weekend)"
    r"|all (?:ok|okay|good|clear))\b).*\?\W*$"
)
OWN_QUESTION = re.compile(r"\?")
STANDS_DOWN = group(
    r"^(?:no|nope|wait|stop|don't|do not|dont|actually)|unsure|not sure|no,|no wait|scrap|ignore|cancel|never ?mind"
    r"|not (?:this|that"
    r"|yet|now)"
    r"|don't|do not|dont|hold (?:on|off|fire)|hang on|disregard|no need|no longer"
    r"|(?:any|an) (?:update|news)|update on|chasing|status|thoughts|opinions?|advice|advise|what (?:do|should"
    r"|did) (?:we|i|you)|what's the"
    r"|how (?:do|should) (?:we|i)|should (?:we|i)|do (?:we|i)|is (?:this|that|it|some\w+|any\w+)|has (?:this|that|it)"
    r"|was (?:this"
    r"|that|it)|did (?:we|you|this|anyone|i)",
)
# What somebody is told that they cannot do themselves is no trouble to look into; "we" is another service's mistaking.
ASIDES = re.compile(
    r"\b(?:works?|working|worked|signs? in|gets? in|logs? in) (?:\w+ )?(?:for|on|with|to|into|in|at)"
    r" (?:\S+ ){1,5}?but (?:it's )?"
    r"(?:not|isn't|doesn't)(?: work| working)?(?: for| on| with| in| to)? (?:tv|us|ours?)\b|"
    r"\b(?:can ?not|can't|cant|could ?not|couldn't|unable to|not able to) (?:sign|log|get) ?(?:back )?(?:in"
    r"|on)(?:to \S+)?"
    r" to (?:do|delete|remove|close|cancel) (?:it|this|that|(?:her|his|their|the|my) (?:account|profile))\b"
    r"|\b(?:thinking|thought|believing|believed|assuming|assumed|expecting) (?:that )?(?:we|it|this|tv|the (?:site"
    r"|service))"
    r"(?:'re| are| were|'s| is| was| would be| to be)? (?:an? |the |for |with )(?:\S+ ){0,4}?[^\s,.]+(?=[,.]|$)"
)
# A wish in words of no known form for a deletion.
NO_LONGER_KEPT = group(
    r"(?:no longer|not|\w+n't) (?:want|wish|consent|agree|like|happy)\w* (?:for |to |with )?"
    r"(?:us|you|tv|dfe|the (?:service|department)) (?:to )?(?:keep|hold|stor|retain|hav|process)(?:e|es|ing)?"
    r" (?:\S+ ){0,3}(?:data|details|information|records?|profile|account)",
    r"(?:stop|cease) (?:keep|hold|stor|retain|process)(?:ing)?"
    r" (?:\S+ ){0,3}(?:data|details|information|records?|profile|account)",
)
ASKS_SOMEBODY = group(
    r"please(?! (?:note|ignore|disregard|be aware))|pls"
    r"|(?:can|could) (?:you|some ?one|some ?body|any ?one|any ?body|we|a dev\w*)|need|needs|help|advise"
    r"|any way|can't|cant|can ?not|unable"
)
WANTS_SOMETHING = group(
    ASKS_SOMEBODY.pattern,
    r"issue|problem|request|asks|asked|if (?:we|you) (?:can|could)|would (?:like|love)|'d like|any way|is there"
    r"|can't|cant|can ?not|unable|wants?|asking"
    r"|errors?|stuck|locked out|trouble",
)
ABOUT_SOMEBODY = group("ADDRESS", "one login", JOBSEEKER.pattern, "accounts?", "users?", "ticket", HIRING.pattern)
