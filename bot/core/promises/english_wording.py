"""How staff commit in English, and how they do not."""

from __future__ import annotations

import re

from bot.core.promises.wording import Wording

_ARTICLES = r"(?:(?:on|at|the|in|around|about|by|end of|this|next|coming|roughly|approximately|then)\s+)*"
_FIRM = (
    r"by|no later than|not later than|at the latest|latest|at the very latest|at most|in any case|"
    r"in any event|at any rate|definitely|"
    r"certainly|for sure|guaranteed|whatever happens|either way|without fail"
)
_LIMIT = (
    r"(?:is|stays|remains) (?:the |our |my )?(?:\w+ )?(?:limit|deadline|cut-?off|latest|outside)\b(?! (?:for|to)\b)"
)
_DOES = (
    r"(?:call(?:ing)?|ring(?:ing)?|phon(?:e|ing)|email(?:ing)?|e-mail(?:ing)?|mail(?:ing)?|text(?:ing)?|"
    r"messag(?:e|ing)|send(?:ing)?|ship(?:ping)?|get(?:ting)? (?:back|it|this|that|you|on|the)|"
    r"com(?:e|ing) back|follow(?:ing)? up|updat(?:e|ing)|fix(?:ing)?|sort(?:ing)?|refund(?:ing)?|"
    r"reply(?:ing)?|respond(?:ing)?|answer(?:ing)?|let(?:ting)? you know|tak(?:e|ing) care|look(?:ing)? into|"
    r"chas(?:e|ing)|arrang(?:e|ing)|schedul(?:e|ing)|book(?:ing)?|process(?:ing)?|deliver(?:ing)?|"
    r"post(?:ing)?|dispatch(?:ing)?|investigat(?:e|ing)|check(?:ing)?|resolv(?:e|ing)|ping(?:ing)?|circl(?:e|"
    r"ing) back|report(?:ing)? back|"
    r"let me(?! know)|aim|going to|will|shall|'ll|gonna)"
)
_DONE = (
    r"(?:fixed|sorted|done|ready|back|resolved|refunded|paid|processed|delivered|shipped|sent|online|live|"
    r"working|restored|repaired|replaced|"
    r"updated|corrected|complete|completed|closed|credited|activated|connected|up and running|on its way|out|"
    r"available|with you|yours|in your|"
    r"on your|there|here|over|gone|finished|dealt with|handled|arranged|booked|scheduled|called|contacted|"
    r"answered|cleared|cancelled|"
    r"due|at your|in the post|visible|reimbursed|transferred|dispatched|collected|picked up|installed|up)"
)

ENGLISH = Wording(
    before=re.compile(rf"\b(?:before|ahead of|prior to)\s+{_ARTICLES}$"),
    firm=re.compile(rf"\b(?:{_FIRM})\s+{_ARTICLES}$"),
    firm_after=re.compile(
        r"[\s,]*(?:at the (?:very |absolute )?latest|latest|at most|tops|max|without fail|guaranteed|for sure)\b"
        rf"|\s*{_LIMIT}"
    ),
    not_due=re.compile(
        r"\b(?:until|till|til|up to|from|since|after|past|every|each|last|"
        r"(?<!course )(?<!end )(?<!start )(?<!close )of|(?<!later )than|not before|no earlier than|earliest|dated|"
        r"(?<!go )(?<!goes )(?<!come )(?<!comes )(?<!get )(?<!gets )through|previous|no|for the|your|(?:good )?luck|"
        r"enjoy|fun)\s+(?:(?:on|at|the|about|around|this|last|next)\s+)*$|\b(?:see|check|ask|know|find out|tell you) (?:if|whether) (?:\w+\s+){1,6}$"
    ),
    naming=re.compile(r"\b(?:it's|it is|today is|today's)\s+(?:already |only |a )?$"),
    starting=re.compile(r"\b(?:as of|as from|starting|effective|with effect from)\s+(?:on\s+)?$"),
    not_due_after=re.compile(
        r"\s*(?:ago\b|(?:engineer|technician|van) (?:is|was|has|had)\b|(?:of|after|from) (?:the|your|a|receipt|"
        r"receiving|delivery|payment)\b|'s\b(?! latest)|onwards?\b|or later\b|is (?:when we (?:are|close)|a|an|our|liberation|"
        r"ascension|king|christmas|easter|good|whit|boxing|new|\s)|(?:appointment|invoice|bill|visit|meeting|slot|"
        r"email|message|call)\b(?! (?:is|will)))"
    ),
    either=re.compile(r"\s*,?\s*(?:at the latest|or|and|to|-|\u2013|/)\s+(?:on |at |by )?\s*"),
    filler=re.compile(
        r"[\s,.!;:()\u2013\u2014-]*(?:(?:and|but|or|so|in any case|at the latest|latest|at the very latest|"
        r"at most|definitely|certainly|by|before|at|on|around|between|sometime|some time|ideally|hopefully|"
        r"probably|the|in|of|"
        r"about|still|then|just|no later than|for sure|tops|max|not later than|either way)[\s,.!;:()\u2013\u2014-]*)*"
    ),
    word=re.compile(
        r"\b(?!(?:and|but|so|before|by|no|later|than|at|the|latest|on|in|end|of|within|around|then|just|right|one|two|"
        r"five|ten|a|minute|minutes|seconds|moments)\b)\w+"
    ),
    planned=re.compile(
        r"\b(?:scheduled|booked|planned|arranged|set up|pencilled|slotted|lined up|moved|rescheduled|shifted|"
        r"postponed|in the (?:diary|calendar|planner)|asked|told|instructed)\b"
    ),
    clause=re.compile(
        r",\s+|,$|\s[-\u2013\u2014]+\s|…|\.{2,}|[():]|\s(?=(?:but|so|because|and(?!(?<=\x00 and)\s(?:op |on )?\x00)|otherwise|since|unless|if|once|"
        r"as soon as|while|though|although|whereas|plus|provided|assuming|until you|after you)\s)"
    ),
    harmless=re.compile(
        r"\b(?:no (?:worries|problem|need to worry|stress)|not to worry|don't worry|do not worry|don't panic|"
        r"as soon as (?:possible|i can|we can|humanly possible)|no later than|not later than|if not (?:sooner|"
        r"earlier|before)|sooner if (?:i|we) can|"
        r"(?:earlier|sooner) if (?:possible|it's possible|that's possible)|(?:can|may|could) (?:confirm|promise|"
        r"assure|guarantee|tell|say)\b|(?:make|making|made) sure[^,.]*\b(?:doesn't|don't|won't|never|not)\b|"
        r"as (?:promised|agreed|discussed|always|a priority)|not only|so (?:that )?you (?:don't|won't)[^,.]*|"
        r"without you having to[^,.]*|nothing (?:you need|for you) to do|whether (?:\w+ ){1,5}or not|"
        r"(?:know|check|see|tell you|find out|look|confirm|say|ask|hear) (?:if|when|whether|once)[^,.]*|"
        r"exactly when[^,.]*|in case)\b|\bto ask when\b"
    ),
    open_question=re.compile(r"^\W*(?:and |but )?(?:on |at |to |in |from )?(?:which|what|where|who|how)(?!\s+about)\b"),
    condition=re.compile(
        r"(?<!is )(?<!that's )\b(?:if|unless|(?<!at )once(?! more| again| and for all)|provided|providing|"
        r"assuming|as soon as|as long as|subject to|depend(?:ing|s)|permitting|"
        r"^\W*(?:after|upon|on|with|without|in case of) (?:your |an? )?(?:approval|payment|confirmation|go-ahead|signature|outage|rain|"
        r"(?:good|dry|bad) weather)|without (?:a |any |your )?(?:reply|"
        r"answer|response|word)|upon receipt|of receipt|after (?:you|we|receiving)|"
        r"^\W*when|when (?:you've|we've|i've|we (?:receive|get|have)|i (?:get|have|receive)|you (?:send|reply|"
        r"confirm|return|have|reach|call|get|\w+ us))|should you|in the event)\b"
    ),
    past=re.compile(
        r"\b(?:was|were|had|did|didn't|called|sent|told|said|spoke|emailed|arrived|promised|received|went|came|"
        r"tried|rang|wrote|happened|yesterday|ago|mentioned|asked for|"
        r"wasn't|weren't|hadn't|got|took|gave|left|shipped on|ended|replied|contacted|reported|explained|"
        r"confirmed|checked|closed at|missed|expected to|changed|started|stopped|failed|crashed|broke|fell|began|sat|"
        r"saw|knew|thought|felt|drove|chose|ran|stood|rebooted|restarted)\b(?<!will be called)(?<!be contacted)(?<!be sent)"
    ),
    not_past=re.compile(
        r"(?:(?:'ll|will|to|you|you'll) (?:get|have)|see)\s+(?:\w+\s+){1,5}$|(?:'ll|'ve|(?<![a-z'])(?:will|shall|to|"
        r"be|been|being|gets?|getting|have|has|having|get|what's|is|are))\s+(?:(?:all|"
        r"just|also|already|\w+ly)\s+)?$"
    ),
    perfect=re.compile(
        r"\b(?:i've|we've|they've|he's|she's|has|have|it's been|i have|we have|"
        r"you've)\b(?<!will have)(?<!'ll have)(?<!to have)\s+(?:just |already |now |also |been |only )*(?:\w+ed|"
        r"sent|told|spoken|put|been|had|got|gone|made|done|taken|given|let|left|paid|written|set|read|seen|found)\b"
    ),
    negation=re.compile(
        r"\b(?:too (?:tight|soon|early)|not|never|no one|nobody|nothing|cannot|can't|won't|don't|doesn't|isn't|aren't|wouldn't|couldn't|"
        r"unable|impossible|unfortunately|too late|no)\b"
    ),
    uncertain=re.compile(
        r"\b(?:goal|target|in pencil|looks like|maybe|perhaps|possibly|might|may|hopefully|probably|likely|hope|"
        r"hoping|(?<!second )(?<!new )(?<!another )try|trying|aim|aiming|"
        r"should|think|guess|suppose|doubt|could|would|(?<!you )can|expected|we expect|i expect|i'd expect|"
        r"suggest|propose|"
        r"proposal|estimate|estimated|assume|options|potentially|ideally|in theory|"
        r"theoretically|tentatively|what about|how about|i'd|we'd|want to|like to|fancy|option|wish|shall we|"
        r"shall i|presumably|intend|intending|plan to|planning to|(?:our|my|their) best|in principle|"
        r"all being well|with (?:any |some |a (?:bit|little) of )?luck|still (?:available|free|open)|"
        r"fingers crossed)\b|^\W*(?:otherwise|(?:are|will|can|could|would|do|"
        r"did) (?:you|he|she|they|that))\b"
    ),
    general=re.compile(
        r"(?:^|\b)(?:usually|normally|typically|generally|on average|as a rule|always|every (?:day|week|month|time|"
        r"customer|order|morning|year)|often|sometimes|in general|most (?:orders|parcels|customers|cases|refunds)|"
        r"(?:our|most|all|other) customers|customers (?:who|usually|can|get|normally)|most people|people (?:who|"
        r"usually)|^\W*(?:anyone|(?:everyone|those) who|whoever)\b|orders (?:placed|in|by|before|after|received)|ordered|"
        r"standard|(?:^\W*|(?:handle|process|answer|settle|pay) )(?:complaints|requests|refunds|returns)(?! (?:desk|"
        r"team|department))|our (?:policy|standard|norm|target|rule)|"
        r"^\W*(?:anything|requests?|reports?|emails?|messages|calls)\s+(?:in|before|after|by|received|made|placed|"
        r"from)\b|by itself|on its own|goes? down|the terms|guarantee period|takes(?! (?:place|over|care|on|"
        r"this|it|you|your|the|that))|can take)\b"
    ),
    opening=re.compile(
        r"\b(?:open (?:from|on|until|till|at|again|daily|today|tomorrow|\W*$)|(?:store|shop|branch|office|desk|"
        r"chat|line|lines|lounge|pool|counter) opens?|we open\s+(?:at|again|until|from|on|\W*$)|(?:we're|we are|is|"
        r"are|be|office|shop|store) closed|(?:we|store|shop) close|closes|opening hours|opening times|"
        r"office hours|reachable|can be reached|phone lines|lines are|on holiday|on leave|day off|bank holiday|"
        r"public holiday|staffed|store hours|shop hours|our hours|here from|(?:we're|we are|i'm|i am) (?:also |"
        r"always |still )?(?:here|around|in|back in)(?: again)? (?:from|until|till|on|at|also|every)|"
        r"(?:we're|we are|i'm|i am) (?:away|off|out)\b(?! to\b)|(?:we're|we are|i'm|i am) back(?: again)?(?: at| on| from| in)?(?=\W*$)|"
        r"(?:we|i) have (?:a lot|lots|loads|many|quite a)|at the (?:market|fair)|short-staffed|on a course|farewell|"
        r"here all day|(?:go|going|head|heading|off) home|in the office|"
        r"my day|(?:we|we'll|we're) stop(?:ping)?|the (?:chat|shop|desk|line) closes|(?:we'll|"
        r"i'll) (?:still|also) be (?:here|around|in)|colleague(?:'s|"
        r" is) (?:only |back )*in\b|clock (?:off|out)|work(?:ing)? (?:in|on) (?:your|the) (?:street|area|road|building|network)|"
        r"the works|fully booked|booked (?:up|solid|out)|days off|out of office|unstaffed|"
        r"(?:lines?|desk|counter|shop|office) (?:is|are) (?:shut|closed)|(?:my|our|last) (?:last )?(?:shift|working day|day)|(?:in|have|"
        r"has|having) (?:a|another) (?:meeting|call with)|in a meeting|in (?:a )?training)\b"
    ),
    offer=re.compile(
        r"\b(?:offer|offers|discount|sale|valid|expires|expire|voucher|promo|promotion|deal|deals|runs until|ends|"
        r"black friday|sign up|webinar|event)\b(?!.*\b(?:in your|on your|refunded|sent|on its way|with you|"
        r"applied|credited|processed)\b)"
    ),
    money=re.compile(
        r"\b(?:invoice date|due date|direct debit|debited|billing|billed|payment is due|is due|are due|contract|"
        r"renews?|renewal|subscription|notice period|trial|maintenance|rates?|prices?|invoice|bill|charged|"
        r"payment term|cooling-off|cents?|per minute|allowance|period)\b"
        r"(?!.*\b(?:refunded|corrected|sorted|fixed|credited|cancelled|updated|ready|in your inbox|processed|"
        r"adjusted|doormat|done|finished|over|with you|reach(?:es)? you|in your(?! (?:area|street|region|building|"
        r"neighbourhood))|at your|yours|ready)\b)"
    ),
    debits=re.compile(
        r"\b(?:(?:amount|payment) (?:leaves|comes out|is taken)|debit|charge (?:you|your)|collect (?:the|your)|"
        r"take (?:the|your)? ?payment|the payment (?:leaves|goes out))\b"
    ),
    settled=re.compile(
        rf"^\W*(?:all |it's |that's |and |everything's )*{_DONE}\b|\b(?:is|are|'s)\b.*\b{_DONE}\b|\b(?:fixed|sorted|restored|resolved) at\W*$"
    ),
    third=re.compile(
        r"\b(?:post\s?nl|dhl|dpd|ups|gls|fedex|royal mail|evri|hermes|carrier|courier|delivery company|"
        r"delivery firm|parcel service|postman|post office|bank|your bank|credit card company|card issuer|paypal|"
        r"klarna|manufacturer|supplier|vendor|"
        r"distributor|wholesaler|grid operator|network operator|council|municipality|landlord|housing association|"
        r"insurer|insurance|contractor|subcontractor|apple|samsung|google|microsoft|sony|kpn|ziggo|vodafone|"
        r"customs|degrees|clocks|world cup|debate|third party|neighbours?|(?:old|previous|other|former) provider)\b"
        r"|^\W*(?:(?:the|your|this|that|our)\s+)?(?:train|flight|plane|ferry|bus|boat|museum|match|concert|show|"
        r"film|movie|market|course|class|reception|car park|desk|news|"
        r"(?:new )?(?:season|episode|series)|programme|broadcast|game|race|final (?:is|starts|kicks))\b|\bon tv\b"
    ),
    reported=re.compile(
        r"\b(?:according to|you (?:said|say|wrote|mentioned|told|were told)|(?:he|she|they) (?:said|says|say|told|"
        r"expects?|expect|promises?|promised|reckons?|thinks?|hopes?|guess(?:es)?)|it says|the (?:site|website|page) says|were promised|"
        r"was promised|been promised|says|was told|were told|apparently|supposedly|is said|(?:system|log|file)s? shows?)\b"
    ),
    attributed=re.compile(
        r"^\W*(?:(?:but )?(?:don't (?:quote|hold) (?:me|us)|no guarantees?|that (?:could|may|might) (?:change|slip|"
        r"shift))\b|(?:says?|said|claims?|expects?|reckons?|writes|thinks|promises) (?:the|they|he|she|your|our|their)\b|"
        r"(?:(?:the|your|their|our) \w+|they|he|she) (?:says?|said|claims?|reckons?|(?:tells?|told) (?:me|us))\b\W*$|"
        r"(?:so |or so )?(?:i'm told|we're told|i hear|i heard|i think|i guess|i hope|i believe|i suppose|i'd say|we think|we hope|hopefully|"
        r"touch wood|fingers crossed|probably|maybe|apparently|all being well)\W*$)"
    ),
    duty=re.compile(
        r"^\W*(?:then |but |so |just |also |otherwise |kindly )*(?:please|let (?:us|me) (?:know|have)|send (?:us|"
        r"me|in|it back|your|a|the|over your)|reply|call us|call me|ring us|email (?:us|me)|message us|return|pay|"
        r"confirm|choose|restart|make sure|remember|"
        r"fill|keep|bring|drop|upload|wait|contact|try|book|respond|get back to us|give (?:us|me) (?:a call|your)|"
        r"(?:call|ring|phone|dial)(?=\s+(?:our|us|the (?:helpline|shop|desk|number)|between|from|before|after)\b|\W*$)|"
        r"(?:switch|turn|unplug|plug|reset|reboot|restart) (?:your|the|it|on|off)\b|"
        r"(?:pop|swing|stop|walk) (?:in|by|into)|consider (?!it)|sign|order|use|don't forget|be sure|visit|download|"
        r"submit|feel free|register|cancel|pick|update your|"
        r"update the|check your|check the|hold|have your|have the|be (?:at|home|ready|on time)|stay|get in touch|"
        r"come (?:by|in|to))\b"
        r"|\b(?:you|you'll|you'd) (?:better|need|have to|must|should|can|could|may|might|are welcome|have until|"
        r"want|would|are free)\b(?!.*\b(?:expect|count on|look forward|rely|be sure|be certain|bet|trust))|"
        r"\b(?:we|i) (?:need|must have|require|would need|have to have|look forward)\b.*\b(?:from you|your|you to|"
        r"hearing)\b|\b(?:your|the) (?:\w+ ){1,2}(?:must|has to|needs to|have to|need to)\b|\bplease\b|"
        r"\bcould you\b|\bcan you\b|\bwould you\b"
    ),
    asks_for=re.compile(
        r"\b(?:send|reply|give|dm|email|call|confirm|fill|upload|let|share|provide|tell|message|text|respond|bring|"
        r"drop|pop|come|order|book|pay|buy|register|"
        r"can you|could you|would you|sign|pick|choose|return)\b"
    ),
    restated=re.compile(
        r"[\s,]*but\s+(?:(?:on|at|by|only|rather|instead|before)\s+)*[\s.!]*|[\s,]*(?:but\s+)?(?:on\s+)?(?:we|i|he|she|they) can[\s.!]*"
    ),
    quoting=re.compile(
        r"\b(?:said|says|wrote|writes|reads?|told you|told us)\W*$|^\W*(?:my |our |the )?(?:proposal|suggestion|idea|plan|guess|best guess)\W*$"
    ),
    inverted=re.compile(r"(?!)"),
    then=re.compile(r"\bthen\b"),
    personal=re.compile(r"\b(?:i|we|i'll|we'll|ill|you|u|will|going|promise)\b"),
    whether=re.compile(r"\b(?:know|see|check|tell you|hear|find out|say|ask)\s*$"),
    follows=re.compile(r"^\W*(?:and\b|then\b|so\b|i'll\b|we'll\b)"),
    knowing=re.compile(
        r"\b(?:i|we) (?:(?:do |totally |fully )?get that|see|understand|read|know|notice|realise|realize|gather|appreciate|hear|believe|noticed)\b|"
        r"^\W*(?:so )?(?:glad|pity|shame|sorry) (?:the|your|it|we|he|she|they|this|i)\b(?!')|^\W*(?:glad|great|good|"
        r"nice|sorry|pity|thanks|thank you|happy|lovely|shame|too bad)\s+(?:that|to|about|"
        r"for|you)\b|^\W*(?:i'm )?(?:sorry|glad|happy) (?:that|to|about|you)\b"
    ),
    customer=re.compile(r"(?:^|\b(?:that|as|since|because|while|and))\W*you(?:'re|'ll)?\s+\w+"),
    own=re.compile(
        r"(?<!\w)(?:i|we|i'll|we'll|i'm|we're|i've|we've)(?!\w)|\b(?:my|our|a|your|the) (?:\w+ )?(?:colleague|"
        r"colleagues|team|manager|specialist|supervisor|engineers?|technicians?|team lead)\b|\bour (?!supplier|carrier|courier|partner|customer|"
        r"opening|shop|store|branch|office|offer|terms|website|site|app\b|lines?\b|chat|contract|rates?|prices?|invoice)(?:\w+ ){1,4}"
        r"(?:will|'ll|is going to)\b|\b(?:from|by) (?:me|"
        r"us)\b"
    ),
    receives=re.compile(
        r"\b(?:you'll|you will|you are going to|you're going to)\s+(?!need|have to|want|be (?:home|at home|away|"
        r"moving|travelling|there|out|at))|\b(?:you shall|you can|you may|you should)\b.*\b(?:have|get|hear|"
        r"receive|see|know|be (?:able|called|contacted|back|refunded|sorted|online|connected|up|reconnected|paid|"
        r"reimbursed)|find|expect|count on|rely on)\b|\byou (?:get|hear|receive|have|know)\b|\byou(?:'re|"
        r" are) (?:getting|receiving|hearing|having|back|online|connected|sorted|good to go|all set|booked|scheduled|"
        r"down for|on the (?:list|schedule|planning|route)|up and running|first in line|next in line)\b|^\W*(?:expect|count on|look out for)\b"
        r"|\b(?:your|the) (?:money|refund|parcel|order|replacement|answer|update|modem|router)\b.*\b(?:will|'ll)\b"
    ),
    elided=re.compile(
        r"^\W*(?:and |then |ok |okay |sure |yes |right |will |on it |just |also |now |understood |absolutely |"
        rf"of course |great )*{_DOES}\b"
    ),
    happens=re.compile(
        r"\b(?:he|she|someone|somebody) (?!is\b|was\b|has\b|does\b|needs\b)\w{3,}s\b|\b(?:will|'ll|shall|is going to|"
        r"are going to|is being|are being|goes (?:out|live|back)|ships?|leaves?|"
        r"arrives?|comes?|goes|departs?|reach(?:es)?|hits?|lands?|is coming|are coming|calls|is calling|gets|"
        r"returns|follows|lands|rings|emails|starts|kicks off|picks|takes over|visits|drops|sends|fixes|delivers|"
        r"brings|handles|repairs|replaces|processes|refunds|ends up|moves|checks|reviews|opens|closes|switches|"
        r"sits|stands|rolls out|travels|flies|(?:dis)?appears?|vanishes|clears|lights up|takes place|(?:phones|texts|"
        r"messages|mails|pings|sees|meets|helps|updates|joins) you|pops up|turns up|shows? up|stays|"
        r"is (?:\w+ )?(?!spring\b|king\b|missing\b)\w+ing|are \w+ing)\b|\w+'ll\b|"
        r"\w's (?:\w+ )?\w+ing\b|\b(?:gives|takes|has a look|keeps|reports|tells|informs|confirms|writes|works|"
        rf"finishes|completes|runs|rides|drives)\b|\b(?:is|are|gets?|'s)\b.*\b\w{(3,)}ed\b|\b(?:is|are|be|has|have|"
        rf"'s|it's|that's)\b.*\b{_DONE}\b|"
        r"^\W*your \w+ (?!is\b|was\b|has\b|does\b)\w+s (?:your|to|at|in|on|back|out|over|into|off)\b|"
        r"\b(?:has|have|was|been) (?:been )?(?:moved|rescheduled|shifted|brought forward|put back) to\b"
    ),
    brief=re.compile(
        r"\b(?:answer|(?:second|new|another) (?:try|attempt)|reply|update|news|feedback|response|solution|engineer|"
        r"call|callback|call-back|refund|fix|"
        r"fixed|sorted|done|resolved|ready|delivery|replacement|more|back (?:to|with|at|here|in)|brb|"
        r"be right back|details|result|promise|promised|guaranteed|deadline(?! (?:for|to)\b)|status|confirmation|shipped|word|"
        r"decision|outcome|your turn|(?:it|that)(?:'s| is) now(?:\s+(?:at|on))*(?=\W*$)|message|email|shout|text|"
        r"at your|in your(?! (?:area|street|region|building|neighbourhood))|on your|with you|to you)\b"
    ),
)
