"""Words that ask or forbid, which stand before an action word. Data; see actions.py for the text."""

NEGATIVES = (
    r"do not|don't|dont|does not|doesn't|doesnt|did not|didn't|never|(?:should|must|shall|need|will|would) ?not"
    r"|shouldn't|mustn't|shan't|needn't|won't|wouldn't|no need to|no longer|without|instead of|rather than"
    r"|cancel\w*(?! (?:and|&) (?:$|delet|remov|eras|clos))"
    r"|ignore|disregard|stop(?! (?:us|process|hold|keep|stor|e-?mail|send|contact)ing)|pause|hold off"
    r"|(?<!we )(?<!you )(?<!i )(?<!they )hold on(?! (?:me|him|her|them|us|record"
    r"|file|my|our|your)\b)|(?<!happy to )(?<!can )wait|avoid"
    r"|withdr[ae]wn?(?! (?:\w+ )?consent)|neither|nor"
    r"|changed (?:\S+ )?mind|(?:is|are|was|were)n't (?:asking|requesting|wanting)"
)
WANTS = (
    r"(?:ask\w*|request\w*|want\w*|like|likes|needs?|needed|please|pls|plz|plse?|get|require\w*|wish\w*|kindly|mind"
    r"|would prefer|demand\w*|instruct\w*|insist\w*|grateful|appreciate|keen|hoping|looking|love|(?:i'm"
    r"|we're) (?:after|looking for))"
)
ADVERBS = (
    r"(?:(?:also|now|fully|permanently|completely|totally|kindly|just|either|safely|urgently|quickly|manually|maybe|all"
    r"|possibly|go ahead and|help(?: me| us)?(?: to)?|therefore|first|again|somehow|you|me|us) ){0,3}"
)
SOMEBODY = (
    r"(?:you|u|we|us|some ?one|some ?body|any ?one|any ?body|one of (?:you|the \w+)|(?:a |the "
    r"|our )?dev\w*(?: team)?(?: with \S+ access)?"
    r"|the (?:team|bot)|(?:you )?(?:guys|all|folks)|ADDRESS|this|it)"
)
# Between the wish and the thing: with another verb there ("review the deletion") the wish is for something else.
OF_A_THING = (
    r"(?:(?:(?:see|find) (?:the |this |my |attached )*requests?|below|for|of|from|to|the|an?|another|this|that|these"
    r"|her|his|their|my|our|your|its|all|one|more|full|complete"
    r"|total"
    r"|immediate|permanent|urgent|new|data|account|profile|gdpr|personal|user|jobseeker|ADDRESS|'s|login|be|is|in"
    r"|have|has"
    r"|had|receive|received|us|me|we|you|help|with|and|under|request|requests|right|exercise|submit|make|making|invoke"
    r"|kindly|please|pls|uk|subject|article|formal|also|proceed|\W?\d+\W?|\w+ly) ){0,12}"
)
GENERAL = r"(?:the |this )?(?:bot|you|it)"
