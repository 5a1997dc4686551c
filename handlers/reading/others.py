"""Words for people and bodies that are not the jobseeker. Data; see actions.py for the text."""

SOMEBODY_ELSE = (
    r"(?:manager|boss|employer|schools?|trust|academy|college|organi[sz]ation|head\w*|colleague|husband|wife|partner"
    r"|friend|mother|father|mum|dad|parent|solicitor|union|agency|ex|son|daughter"
    r"|brother|sister|family|relative|carer|neighbour|lawyer|recruiter)"
)
ANOTHER_BODY = (
    r"(?:schools?|trust|academy|college|council|gov(?:\.uk)?|google|hr|agency|employer|head\w*|provider|recruiter"
    r"|linkedin|indeed)"
)
