"""How staff commit in Dutch, and how they do not."""

from __future__ import annotations

import re

from bot.core.promises.wording import Wording

_ARTICLES = (
    r"(?:(?:op|om|aan|in|de|het|'t|rond|omstreeks|circa|ca\.?|komende?|aanstaande|a\.s\.|deze|dit|uiterlijk|"
    r"ongeveer|einde?|begin|nog|ook)\s+)*"
)
_FIRM = (
    r"uiterlijk|op zijn laatst|op z'n laatst|op z'n laatste|ten laatste|niet later dan|in elk geval|"
    r"in ieder geval|sowieso|hoe dan ook|"
    r"zeker|maximaal|hooguit|gegarandeerd|op zijn vroegst niet|laatst"
)
_LIMIT = (
    r"(?:is|blijft|geldt als) (?:de |het |onze |mijn )?(?:\w+ )?(?:grens|limiet|deadline|uiterste)\b(?! (?:voor|om)\b)"
)
_RECEIVING = r"(?:hoor|krijg|ontvang|heb|zie|vind|weet|verneem|lees|merk)"
_DONE = (
    r"(?:opgelost|hersteld|verholpen|klaar|gereed|geregeld|verwerkt|rechtgezet|gemaakt|gerepareerd|terug|"
    r"terugbetaald|teruggestort|"
    r"overgemaakt|gestort|bijgeschreven|aangepast|gecorrigeerd|actief|online|geactiveerd|aangesloten|"
    r"vervangen|afgehandeld|beantwoord|"
    r"binnen|onderweg|beschikbaar|zichtbaar|rond|in orde|af|uitgezocht|bekend|duidelijk|ingesteld|omgezet|"
    r"gecrediteerd|verrekend|"
    r"goed|weg|live|voor elkaar|gefikst|gefixt|geplaatst|opgehaald|bezorgd|geleverd|afgeleverd|verzonden|"
    r"verstuurd|gewist|verwijderd|"
    r"uitbetaald|doorgevoerd|ingepland|gebeld|gemaild|bij (?:je|u)|in huis|in (?:je|uw) (?:mail|mailbox|inbox|"
    r"bezit|brievenbus)|"
    r"op (?:je|uw) rekening|de deur uit|op de post|weer|er)"
)
_DOES = (
    r"(?:bel|mail|app|sms|stuur|schrijf|kom|neem|pak|regel|zorg|breng|lever|plan|zoek|los|herstel|repareer|"
    r"vervang|handel|verwerk|betaal|"
    r"stort|boek|maak|laat|geef|zet|ga|kijk|meld|informeer|update|check|controleer|verstuur|verzend|crediteer|"
    r"test|licht|antwoord|reageer|"
    r"beantwoord|bespreek|koppel|sluit|activeer|haal|leg|probeer|bekijk|doe|corrigeer|fix|onderzoek|vraag|"
    r"bezoek|bezorg|start|begin|"
    r"verhelp|help|contacteer|bericht|post|deel|publiceer|rond|pin|schakel|trek|draai|wis|verwijder|streep|"
    r"hang|zit|sta|ben er)"
)
_VERB3 = (
    r"(?:belt|bellen|mailt|mailen|appt|appen|stuurt|sturen|schrijft|komt|komen|neemt|nemen|pakt|pakken|regelt|"
    r"regelen|zorgt|zorgen|brengt|"
    r"brengen|levert|leveren|plant|plannen|zoekt|zoeken|lost|lossen|herstelt|herstellen|repareert|repareren|"
    r"vervangt|vervangen|handelt|"
    r"handelen|verwerkt|verwerken|betaalt|betalen|stort|storten|boekt|boeken|maakt|maken|laat|laten|geeft|"
    r"geven|zet|zetten|gaat|gaan|"
    r"kijkt|kijken|meldt|melden|informeert|volgt|volgen|wordt|worden|staat|staan|ligt|liggen|krijgt|krijgen|"
    r"hoort|horen|verstuurt|"
    r"versturen|verzendt|verzenden|antwoordt|reageert|reageren|beantwoordt|koppelt|sluit|activeert|haalt|"
    r"halen|bekijkt|bekijken|"
    r"corrigeert|fixt|onderzoekt|bezoekt|bezorgt|bezorgen|bezorgd|start|begint|verhelpt|helpt|zal|zullen|doet|"
    r"doen|werkt|rijdt|vertrekt|"
    r"verschijnt|arriveert|valt|schakelt|test|contacteert|verlaat|vertrekken|rondt|ronden|hangt|hangen|"
    r"doorloopt|zit|zitten|rolt|belandt|landt|verdwijnt|verdwijnen|ploft|brandt|draait|keert|lukt)"
)
_MONTH_OR_DAY = (
    r"(?:hem|ze|deze|die|nu|mijn|onze|alvast|zelf|n|'n|graag|vandaag|morgen|binnen|over|om|voor|uiterlijk|nog|"
    r"even|zo|meteen|direct|dan|er|het|dit|dat|alles|een|de|terug|op|door|over|snel|weer|hier|daar|in|ook|z|s|"
    r"straks|zsm|weten)"
)

_CUSTOMER = (
    r"(?:bent|stuurt|gaat|komt|verhuist|verhuizen|wilt|blijft|werkt|moet|zit|doet|vertrekt|belt|haalt|brengt|wacht|"
    r"trekt|vraagt|betaalt|opzegt|"
    r"overstapt|thuis|jarig|weg|vrij)"
)

DUTCH = Wording(
    before=re.compile(rf"\b(?:v(?:oo|óó|òò)r|voordat het)\s+(?:dat het\s+)?{_ARTICLES}$"),
    firm=re.compile(rf"\b(?:{_FIRM})\s+(?:(?:voor|vóór|binnen|t/m|tot en met|nog)\s+)?{_ARTICLES}$"),
    firm_after=re.compile(rf"[\s,]*(?:{_FIRM})\b|\s*{_LIMIT}"),
    not_due=re.compile(
        r"\b(?:tot|t/m|tot en met|sinds|sedert|elke|iedere|ieder|na|ná|afgelopen|vorige|"
        r"(?<!ingang )(?<!loop )(?<!eind )(?<!einde )van|(?<!later )dan|als|geen|behalve|niet v(?:oo|óó)r|"
        r"op zijn vroegst|op z'n vroegst|vroegste?|succes|sterkte|plezier|begin|(?<!ten )laatste|gisteren?|eergisteren|uit)\s+"
        r"(?:(?:op|om|aan|de|het|'t|afgelopen|a\.s\.|komende|aanstaande|vandaag|morgen|ongeveer)\s+)*$|"
        r"\b(?:kijken|zien|check|checken|weet|weten|na|uitzoeken|vragen|vraag) of (?:\w+\s+){1,4}$|\bspreken (?:je|u|elkaar|jullie)\s+$"
    ),
    naming=re.compile(r"(?:\bhet is|\bvandaag is het|^\W*is het)\s+(?:al |nu |pas )?$"),
    starting=re.compile(r"\b(?:vanaf|per|met ingang van|m\.i\.v\.)\s+(?:de\s+)?$"),
    not_due_after=re.compile(
        r"\s*(?:is het\W*$|geleden|jl\b|j\.l\b|jongstleden|na (?:de|het|een|je|uw|ontvangst|betaling|aanmelding|levering)\b|"
        r"per (?:dag|week)|en later|avonden\b|s\b)"
    ),
    either=re.compile(r"\s*,?\s*(?:uiterlijk|of|à|en|tot|-|\u2013|dan wel|/)\s+(?:op |om )?\s*"),
    filler=re.compile(
        r"[\s,.!;:()\u2013\u2014-]*(?:(?:en|maar|of|dus|in elk geval|in ieder geval|sowieso|zeker|uiterlijk|voor|"
        r"vóór|om|op|rond|tussen|zeg|ergens|liefst|het liefst|hopelijk|waarschijnlijk|de|het|in|van|loop|"
        r"eind|aan|tegen|ongeveer|circa|nog|wel|toch|dan|gewoon|meteen|direct|al|echt|hoe dan ook|op z'n laatst|"
        r"op zijn laatst|ten laatste|niet later dan|graag)[\s,.!;:()\u2013\u2014-]*)*"
    ),
    word=re.compile(
        r"\b(?!(?:en|maar|dus|voor|vóór|uiterlijk|ten|laatste|op|om|in|het|de|aan|tegen|rond|binnen|eind|einde|"
        r"van|nog|dan|net|vlak|nipt|minuut|minuten|minuutje|kwartier|kwartiertje)\b)\w+"
    ),
    planned=re.compile(
        r"\b(?:(?:in)?ge(?:pland|boekt|roosterd|reserveerd|noteerd)|ingepland|ingeboekt|vastgezet|gezet|"
        r"afgesproken|afspraak|op de (?:planning|lijst|rol|agenda|route)|in de (?:planning|agenda)|"
        r"staat (?:er )?voor|aangevraagd)\b"
    ),
    clause=re.compile(
        r",\s+|,$|\s[-\u2013\u2014]+\s|…|\.{2,}|[():]|\s(?=(?:maar|dus|want|en(?!(?<=\x00 en)\s(?:op |on )?\x00)|anders|daarna|zodat|omdat|zodra|"
        r"tenzij|mits|indien|als|waarna|plus|doch|terwijl)\s)"
    ),
    harmless=re.compile(
        r"\b(?:geen (?:zorgen|probleem|dank|paniek|punt|stress)|zo (?:snel|spoedig|goed|kort|"
        r"veel) (?:als )?mogelijk|niet later dan|niet langer dan|(?:kan|mag|durf|wil|kunnen) (?:ik |wij |"
        r"we )?(?:je |u |jullie )?(?:alvast )?(?:te )?(?:bevestigen|beloven|garanderen|vertellen|zeggen|toezeggen|"
        r"verzekeren|melden|laten weten)|zorg(?:en)?[^,.]* dat (?:\w+ ){0,6}(?:niet|geen|nooit|niets)\b|"
        r"als het goed is|"
        r"niet getreurd|z\.?s\.?m\.?|als (?:eerste|beloofd|afgesproken|het lukt eerder|laatste|volgt|altijd)|"
        r"(?:liefst )?eerder als (?:het|dat) (?:kan|lukt)|zo niet eerder|als het kan eerder|"
        r"of (?:\w+ ){1,5}of niet|niet alleen|zonder (?:dat )?(?:je|u) iets hoeft te doen|nogmaals|als eerste|als de wiedeweerga|"
        r"als klant|als compensatie|als extra|als dank|als spoed|als excuus|voor zover|hoe laat)\b"
    ),
    open_question=re.compile(
        r"^\W*(?:en |maar )?(?:op |met |via |van |naar |aan )?(?:welke?|wat|waar|hoe|wie|wiens)\b"
    ),
    condition=re.compile(
        r"\b(?:als (?:je|u|jij|jullie|het|dat|dit|de|er|ik|we|wij|alles|jouw|uw|die|hij|zij|ze|blijkt|iemand|onze|"
        r"mijn|een)|indien|mits|tenzij|zodra|mocht(?:en)?|stel dat|in geval|zolang|zonder (?:je |uw )?(?:tegenbericht|"
        r"reactie|antwoord|bericht|regen)|afhankelijk|"
        r"^\W*(?:bij|na|met) (?:je |uw |jouw |een |voldoende |snelle )?(?:akkoord|goedkeuring|betaling|bevestiging|ondertekening|storing|spoed|"
        r"(?:droog|goed|mooi|slecht) weer)|hangt(?: er)? (?:van|af)|na ontvangst|nadat|"
        r"onder voorbehoud|(?<!weet )(?<!weten )(?<!horen )(?<!hoor )wanneer (?:je|u|we|ik)|^\W*wanneer|"
        r"op voorwaarde|ervan uitgaande|zo ja|zo nee|zo niet)\b"
    ),
    past=re.compile(
        r"\b(?:was|waren|had|hadden|werd|werden|kwam|kwamen|belde|belden|stuurde|stuurden|zei|zeiden|ging|gingen|"
        r"stond|stonden|kreeg|kregen|deed|deden|mailde|schreef|gisteren|"
        r"eergisteren|vorige(?! (?:aanbieder|provider|factuur|nota|adres|router|box|modem))|afgelopen|beloofde|"
        r"beloofden|gaf|gaven|moest|moesten|wilde|wilden|kon|konden|liep|"
        r"lag|bleek|zag|meldde|meldden|vertelde|vroeg)\b"
    ),
    not_past=re.compile(r"(?!)"),
    perfect=re.compile(
        r"\b(?:heb|hebben|heeft|hebt)\b.*\b(?:(?:\w+)?ge(?!en\b|ef|val|beur\b|ld\b|west\b$)\w+(?:d|t|en)|"
        r"ontvangen|vernomen|verstuurd|verzonden|besteld|betaald|beantwoord|"
        r"(?!beeld\b|bericht\b|beleid\b|bestand\b|verband\b)\w*(?:ver|be|ont)\w{2,}(?:d|t|en)|gehad|gezien|geweest|gedaan)\b(?! te\b)"
        r"|\b(?:ben|bent|is|zijn)\b.*\b(?:geweest|gekomen|aangekomen|langsgekomen|gebeurd|begonnen|ontstaan|"
        r"vertrokken|ontvangen|binnengekomen|gebleken|langsgeweest)\b"
        r"|\b(?:is|zijn)\b.*\b(?:verzonden|verstuurd|bezorgd|geleverd|afgeleverd|gestuurd|gebeld|gemaild|"
        r"doorgezet|aangemaakt|gemeld)\b"
    ),
    negation=re.compile(r"\b(?:krap|te druk|niet|geen|nooit|niks|niets|niemand|onmogelijk|te laat|nergens|evenmin)\b"),
    uncertain=re.compile(
        r"\b(?:mik|mikt|mikken|potlood|doel|uitziet|hoort (?:\w+ ){1,3}te|ga voor|misschien|verwachting|prognose|"
        r"inschatting|duim|duimen|afwachten|betwijfel|twijfel|wellicht|mogelijk|"
        r"mogelijkerwijs|hopelijk|waarschijnlijk|vermoedelijk|"
        r"hoop|hopen|probeer|"
        r"proberen|(?<!nieuwe )poging|streven|streef|streeft|naar verwachting|verwacht ik|verwachten we|ik verwacht|"
        r"we verwachten|"
        r"wij verwachten|denk|denken|gok|schat|schatten|vermoed|zou|zouden|kan|kunnen|mag|mogen|wil|willen|"
        r"eventueel|stel voor|voorstel|ideaal|idealiter|liefst|in theorie|theoretisch|"
        r"lijkt|schijnt|nog (?:vrij|beschikbaar|plek|plaats)|(?:beetje|wat) (?:geluk|mazzel)|weer meewerkt|"
        r"weder dienende|als alles meezit|onder voorbehoud|bij voorkeur|een optie|opties|ervan uit|"
        r"verwachte|optioneel|(?:ons|mijn|hun) best|"
        r"van plan|bedoeling)\b|^\W*(?:anders|wie|zal ik|zullen we|schikt|past|lukt het|komt het uit)\b"
    ),
    general=re.compile(
        r"(?:^|\b)(?:normaal(?: gesproken)?|normaliter|meestal|doorgaans|gemiddeld|gewoonlijk|standaard|altijd|"
        r"in de regel|over het algemeen|vaak|soms|elke|iedere|zoals je van ons gewend|"
        r"klanten|men|bij ons krijg|wie voor|besteld|service level|alle vragen|krijgt bij ons|vanzelf|uit de lucht|plat|storingstest|(?:^\W*|"
        r"(?:handelen|verwerken|beantwoorden) (?:wij |we )?)(?:klachten|aanvragen|meldingen|bestellingen|retouren|"
        r"terugbetalingen|betalingen)|onze (?:norm|richtlijn|regel)|"
        r"^\W*(?:(?:alles )?wat (?!ik|we|wij)|(?:meldingen|bestellingen|aanvragen|berichten|mails|vragen)\s+(?:van|"
        r"voor|vóór|na|die)\b)|servicenorm|streeftijd|algemene voorwaarden)\b"
    ),
    opening=re.compile(
        r"\bnaar huis\b|\b(?:ik werk|werk ik|wij werken|we werken)\b.*\btot\W*\d*\W*$|\b(?:ben ik|ik ben|we zijn|"
        r"wij zijn)\b.*\bhier\W*$|\b(?:cursus|afscheid|op webcare|weer zover)\b|\bop kantoor\b|\bmijn dag\b|"
        r"\bandere afdeling\b|\bcollega\b.*\bwerkt\b.*\bweer\b|"
        r"\bsluit (?:de|het) (?:chat|winkel|balie|lijn)|"
        r"\bstoppen (?:wij |we )?\s*met\b|\blunchen|op de (?:markt|beurs|braderie|kermis)\b|\bcollega(?:'s)? (?:is|"
        r"zijn) (?:er )?(?:pas|weer|alleen)\b|"
        r"\b(?:werken|werkt|werk|bezig)\s+(?:\w+ )?(?:aan|in) (?:je|jouw|uw|de|jullie) (?:straat|buurt|wijk|netwerk|"
        r"omgeving)\b|\b(?:heb|hebben) (?:ik |we |wij )?(?:het )?(?:erg |heel |nogal )?(?:druk|veel (?:meldingen|vragen|berichten|te doen))\b|"
        r"\b(?:ik ben|(?:we|wij) zijn|ben ik|zijn (?:we|wij))\s+(?:weg|weer terug)\W*$|\b(?:zit|zitten|ben|zijn|"
        r"is)\b.*\b(?:vol|volgeboekt|volgepland)\b|\b(?:heb|hebben|zit|zitten)\b.*\b(?:overleg|vergadering|"
        r"bespreking)\b(?! gehad)|\b(?:zijn|is|ben|blijft|"
        r"blijven|gaat|gaan|zit|zitten|nu|weer|ook|we)\b.*\b(?:geopend|open|gesloten|dicht|bereikbaar|vrij|"
        r"afwezig|aanwezig|bemand)\b|\b(?:geopend|open|bereikbaar|gesloten)\b.*\b(?:is|zijn)\b|"
        r"\b(?:openingstijden|telefonisch te bereiken|te bereiken|openen|(?:we|wij) sluiten(?!.*\baan\b)|"
        r"feestdag(?:en)?|vrije dag|onbemand|(?:mijn|onze|laatste) (?:laatste )?(?:dienst|werkdag|pauze)|vakantie|verlof|bezetting|"
        r"kantooruren|spreekuur|(?:zijn (?:we|wij) er|(?:we|wij) zijn er)\s+(?:ook|altijd|gewoon|weer|nog|elke)|"
        r"klantenservice is|onze lijnen|winkel is|koopavond|(?:winkel|balie|loket|kantoor|"
        r"museum) opent|in een training)\b"
    ),
    offer=re.compile(
        r"\b(?:(?:kortings|prijs|zomer|winter|lente|herfst|kerst|paas|weg)?actie|aanbieding(?:en)?|uitverkoop|"
        r"korting(?:scode)?|geldig|geldt|deal|verloopt|loopt af|loopt (?:nog )?tot|cadeau|sale|promotie|"
        r"actieprijs|voordeel|black friday|profiteer|gratis|inschrijven|aanmelden|webinar|evenement)\b"
        rf"(?!.*\b{_DONE}\b)"
    ),
    money=re.compile(
        r"\b(?:factuurdatum|vervaldatum|betaaltermijn|incasso|afgeschreven|afschrijving|afgeboekt|geïncasseerd|"
        r"incasseren|termijn|looptijd|\w*contract|abonnement|opzegtermijn|opzegging|proefperiode|factuur|nota|"
        r"rekening van|"
        r"onderhoud|werkzaamheden|tarief|prijs|prijzen|cent|per (?:minuut|gesprek)|bundel|belbundel|datalimiet|"
        r"databundel|bedenktijd)\b(?!.*\b(?:teruggestort|terugbetaald|"
        r"op de mat|in de bus|gecorrigeerd|aangepast|opgelost|rechtgezet|hersteld|klaar|bij je|in je mail|op je rekening|gecrediteerd|"
        r"verrekend|stopgezet|verwerkt|omgezet|ontbonden|bevroren|bij u|in je inbox|kwijtgescholden|verlaagd)\b)"
    ),
    debits=re.compile(
        r"\b(?:bedrag|betaling|termijn|abonnementsgeld)\b.*\b(?:gaat|gaan)\b.*\bvan (?:je|uw) rekening\b|\b(?:schrijf|schrijft|schrijven|"
        r"boek|boeken|boekt)\b.*\baf\b|\b(?:incasseer|incasseren|incasseert)\b"
    ),
    settled=re.compile(
        rf"\b(?:is|zijn|heb|heeft|hebben)\b.*\b(?:{_DONE}|\w*ge\w{{2,}}(?:d|t|en))\b|^\W*(?:(?:en|alles|weer|om|rond|al|was) +)*{_DONE}\b"
    ),
    third=re.compile(
        r"\b(?:post\s?nl|dhl|dpd|ups|gls|fedex|budbee|trunkrs|homerr|bpost|vervoerder|bezorger|bezorgdienst|"
        r"koerier|pakketdienst|pakketbezorger|transporteur|postbode|bank|(?:jouw|je|uw) bank|"
        r"creditcardmaatschappij|"
        r"paypal|klarna|ideal|fabrikant|leverancier|producent|importeur|groothandel|netbeheerder|gemeente|"
        r"verhuurder|vve|woningcorporatie|kpn|ziggo|odido|vodafone|verzekeraar|verzekering|aannemer|"
        r"apple|samsung|google|microsoft|sony|lg|philips|belastingdienst|geschillencommissie|incassobureau|"
        r"deurwaarder|douane|buurman|buurvrouw|buren|(?:oude|vorige|andere) provider|glasvezelaar|stedin|liander|enexis|derde partij|derden|"
        r"onderaannemer|hij verwacht|zij verwachten|omroep|graden|klok|wk|ek|debat|te volgen|film|npo|rtl|espn|live op|uitzending|uitgezonden|"
        r"journaal|(?:tv-?)?programma|aflevering|"
        r"wedstrijd)\b"
        r"|^\W*(?:(?:de|het|uw|je|jouw|deze|onze|die)\s+)?(?:nieuwe?\s+)?(?:finale|seizoen|serie|race|trein|vlucht|"
        r"vliegtuig|veerboot|bus|boot|museum|"
        r"wedstrijd|concert|voorstelling|film|markt|cursus|les|receptie|balie|parkeergarage)\b"
    ),
    reported=re.compile(
        r"\b(?:volgens|(?:je|jij|u|hij|zij|ze|die) (?:zei|zegt|schrijft|schreef|meldt|gaf aan|geeft aan|geven aan|"
        r"gaven aan|laat weten dat|vertelde)|er staat|op de (?:site|website)|toegezegd|beloofd was|was beloofd|"
        r"is je beloofd|gezegd dat|begreep|"
        r"zegt|zeggen|meldt dat|verwacht de|verwachten de|belooft)\b"
    ),
    attributed=re.compile(
        r"^\W*(?:(?:maar )?(?:pin (?:me|ons)|dat (?:weten we|weet ik) (?:nog )?niet|dat kan (?:nog )?(?:schuiven|"
        r"veranderen)|geen garantie)\b|aldus|(?:zegt|zeggen|zei|meldt|melden|schrijft|schrijven|belooft|beloven|denkt|verwacht|verwachten) "
        r"(?:de|het|hij|zij|ze|men|die|hun|je|uw|mijn)\b|(?:laat|liet|laten|lieten) (?:de|het|hij|ze|zij) (?:\w+ )?weten|"
        r"(?:begreep|begrijp|hoorde|hoor|las|lees|denk|gok|hoop|vermoed|geloof|verwacht) (?:ik|we|wij)(?:\W*$| (?:net|"
        r"zojuist|van)\b)|(?:hopelijk|waarschijnlijk|misschien|wellicht|als het goed is|vermoedelijk)\W*$)"
    ),
    duty=re.compile(
        r"^\W*(?:dan |maar |dus |graag |anders |wel |alvast )*(?:(?:bel|app|sms|mail)\b(?!\s+(?:even |dan |nog )*(?:je|u|jou|jullie|ik|we|wij)\b)"
        r".*\b(?:met|naar|op|via) (?:(?:het|de|onze|ons) )?(?:nummer|klantenservice|servicelijn|helpdesk|winkel|balie|monteur|\d|ons|$|\W)|"
        r"bel(?=\W*$)|kijk\b(?!\s+(?:ik|we)\b)(?!.*\b(?:ernaar|naar|mee)\b)(?=.*\bof\b)|"
        r"neem\b(?!\s+(?:ik|we)\b)(?=.*\bcontact op met (?:de winkel|je|uw|ons|onze)\b)|neem\b(?=.*\bmee\b)|"
        r"laat\b(?!\s+(?:ik|we|staat|is|wordt|komt|krijg|heb|ben|hoor|ligt)\b)(?!.*\b(?:je|u|jou|"
        r"jullie)\b.*\bweten)|(?:stuur|mail|bel|app|geef|dm|zet|meld|kom|neem|lever|reageer|vul|upload|"
        r"zend)\b(?=.*\b(?:ons|mij|me|svp|alsjeblieft|alstublieft|gerust|a\.?u\.?b)\b)|"
        r"(?:stuur|mail|app|meld|lever|zet|haal|breng|check|bekijk)\s+(?:(?:uiterlijk|voor|vóór|binnen|om|nog)\s+)*(?:je|uw|jullie|even|dan|"
        rf"svp)\s+(?!{_MONTH_OR_DAY}\b)\w+|"
        r"(?:loop|rijd|betaal|retourneer|herstart|onderteken|vul|download|upload|kies|bevestig|wacht|houd|hou|zorg|vergeet|"
        r"probeer|schrijf|meld je|meld u|lees|let|onthoud|reken af|wees|denk|kom langs|kom even|bestel|bewaar|"
        r"trek|log|reageer|doe|gebruik|laat)\b(?!\s+(?:ik|we)\b)(?!.*\b(?:je|u) (?:op de hoogte|terug|weten))|"
        r"graag\b|gelieve|svp|s\.v\.p|alsjeblieft)"
        r"|\b(?:(?:moet|dien|dient|hoeft|hoef|kunt|kun|kan|mag|zou|wilt|wil) (?:je|u|jij|jullie)|(?:je|u|jij|"
        r"jullie) (?:moet|dient|dien|hoeft|kunt|kan|mag|zou|wilt|wil|hebt tot|hebt nog tot|"
        r"heeft tot))\b(?!.*\b(?:verwachten|rekenen|tegemoet|op aan|vertrouwen))"
        r"|\bmoet(?:en)?\b.*\b(?:bij ons|binnen (?:zijn|komen)|ingevuld|ingeleverd|aangeleverd|ingestuurd|betaald|voldaan)\b"
        r"|\biemand\b.*\bthuis\b|\b(?:je|u) (?:wordt|bent)\b.*\b(?:verwacht|welkom)\b|\b(?:je|u) (?:hebt|"
        r"heeft)\b.*\b(?:dagen|weken|maanden|uur|tijd) om te\b"
        r"|\b(?:je|jouw|uw|jullie) \w+ (?:moet|moeten|dient|dienen)\b|\b(?:moet|moeten|dient|dienen) (?:je|jouw|"
        r"uw|jullie)\b|\b(?:heb|heeft|hebt) (?:je|u) (?:nog )?tot\b|\bvoor(?: je| uw)? (?:reactie|"
        r"antwoord) graag\b|\b(?:ontvangen|horen|zien|hebben|krijgen) (?:we|wij|ik)\b(?=.*\b(?:graag|van (?:je|u|"
        r"jou))\b)|\b(?:we|wij|ik) (?:ontvangen|hoor|horen|zien|ontvang|krijgen|verwachten)\b(?=.*\b(?:graag|"
        r"van (?:je|u|jou))\b)"
    ),
    asks_for=re.compile(
        r"\b(?:stuur|mail|geef|app|dm|bel|laat|bevestig|vul|upload|graag|bestel|betaal|boek|koop|retourneer|kun|kunt|zou|doorgeven|meld|reageer|"
        r"antwoord|zeg|lever|zet)\b"
    ),
    restated=re.compile(r"[\s,]*(?:maar|wel)\s+(?:(?:om|op|pas|wel|voor|uiterlijk|tussen|in de)\s+)*(?:wel)?[\s.!]*"),
    quoting=re.compile(
        r"\b(?:stond|staat|schreef|schrijft|zei|zegt|meldde|mailde|appte|gelezen)\W*$|^\W*(?:mijn |ons |het )?(?:voorstel|idee|plan)\W*$"
    ),
    inverted=re.compile(
        rf"^\W*(?:{_VERB3}|is|zijn|heb|heeft|ben|bent|lukt|blijft|krijg|zie|hoor|kan|kun|kunt)\s+(?:je|u|jullie|het|"
        rf"'t|t|hij|ze|de|er|dat|dit|die|jouw|uw)\b"
    ),
    then=re.compile(r"\bdan\b"),
    personal=re.compile(r"\b(?:ik|we|wij|k|je|u|jou|jullie|beloofd)\b"),
    whether=re.compile(r"(?!)"),
    follows=re.compile(r"^\W*(?:en |dan\b)"),
    knowing=re.compile(
        r"\b(?:ik|we|wij) (?:zie|zien|lees|lezen|begrijp|begrijpen|snap|snappen|weet|weten|hoor|horen|merk|geloof|"
        r"constateer)\b|\b(?:zie|lees|begrijp|snap|hoor) (?:ik|we)\b|"
        r"\b(?:ik|we|wij) (?:baal|balen)\b|^\W*gefeliciteerd\b|^\W*(?:fijn|jammer|top|mooi|super|vervelend|balen|goed|"
        r"prima|dank|bedankt|begrijpelijk|gefeliciteerd|"
        r"wat fijn|wat vervelend|leuk|sorry) (?:dat|voor|te|om)\b|^\W*(?:lees|zie|snap|begrijp|hoor) (?:dat|net)\b"
    ),
    customer=re.compile(
        rf"\b(?:je|u|jij|jullie) {_CUSTOMER}\b|\b(?:ben|ga|kom|betaal|verhuis|blijf|wil|vertrek|zit) (?:je|jij)\b|"
        r"\b(?:bent|gaat|komt|verhuist|blijft|wilt|vertrekt|zit) u\b"
    ),
    own=re.compile(
        r"(?<!\w)(?:ik|we|wij|'k|ikzelf|wijzelf)(?!\w)|^\W*(?:en |dan |maar )?k (?=[a-z])|\b(?:mijn|een|onze|je|uw|de) (?:\w+ )?(?:collega|collega's|"
        r"teamleider|manager|leidinggevende|specialist|team)\b|\bonze (?!leverancier|vervoerder|bezorg|koerier|"
        r"transporteur|partner|klanten|openingstijden|winkel|actie|voorwaarden|website|site|app\b)\w+|"
        r"\bvan (?:mij|ons|me)\b"
    ),
    receives=re.compile(
        rf"\b{_RECEIVING}t?\s+(?:je|u|jij|jullie)\b|\b(?:je|u|jij|jullie)\s+(?:zal |zult )?(?:{_RECEIVING}t|hebt|"
        r"heeft|zult|zal|gaat(?=.*\b(?:horen|krijgen|merken|zien|ontvangen|weten)\b))\b|\b(?:je|u|jullie)\b.*\b(?:verwachten|rekenen|tegemoet)\b|"
        r"^\W*(?:verwacht|reken op|reken maar|reken er)\b|\b(?:kun|kunt|mag|kan) (?:je|u)\b.*\b(?:verwachten|"
        r"rekenen)\b|\bjullie (?:krijgen|horen|ontvangen|hebben)\b|\bword(?:t)? (?:je|u|jullie)\b|\b(?:je|u|"
        r"jullie) (?:wordt|worden)\b"
        r"|\bkom(?:t)? (?:je|u) (?:\w+ ){0,2}aan de beurt|\bben (?:je|u|jullie) (?:ook |dan |gewoon )?(?:weer|online|"
        r"geholpen|aangesloten|(?:\w+ ){0,3}aan de beurt)|\bbent u (?:weer|"
        r"online|geholpen|aangesloten)"
    ),
    elided=re.compile(
        rf"^\W*(?:dan |en |zo |nu |even |verder |wel |alvast |ja |oké |ok |top |prima |is goed )*{_DOES}\b|"
        r"\bkom(?:t)? (?:er )?(?:\w+ )?(?:op |bij )?(?:je |u )?terug\b"
    ),
    happens=re.compile(
        r"^\s*\w{3,}t (?:hij|zij|iemand|een (?:collega|monteur)|de (?:monteur|ploeg|planner)|je|jouw|uw)\b|"
        r"\b(?:hij|zij|iemand) (?!is\b|heeft\b|was\b|moet\b)\w{3,}t\b|"
        rf"\b{_VERB3}\b|\b(?:is|zijn|staat|ligt|zit|hangt)\b.*\b\w*(?:ge|be|ver|ont)\w{{3,}}(?:d|t|en)\b|\b(?:is|"
        rf"zijn|heeft|hebben|moet)\b.*\b{_DONE}\b|\b{_DONE}\b.*\b(?:is|zijn)\b"
        r"|\b(?:je|jouw|uw|jullie|de|het|onze) \w+ (?:\w+ )?(?!moet\b|is\b)\w{2,}t\b(?=\s+(?:\w+ )?(?:bij|in|op|"
        r"aan|naar|uit|mee|weer|terug|klaar|toe|over|voor)\b)"
    ),
    brief=re.compile(
        r"\b(?:antwoord|reactie|nieuwe poging|update|nieuws|terugkoppeling|bericht(?:je)?|seintje|appje|uitsluitsel|"
        r"duidelijkheid|oplossing|monteur|telefoontje|belletje|mailtje|mail|terugbelafspraak|terugbelverzoek|"
        r"terugbetaling|"
        r"klaar|geregeld|opgelost|gefixt|gefikst|wel|levering|bezorging|vervanging|verstuurd|meer info|info|meer|"
        r"verslag|resultaat|uitslag|beloofd|toegezegd|garandeer|gegarandeerd|afspraak|terug|weten|opgepakt|"
        r"(?<!\w )(?:die|dat|hij|het|deze) (?:is|wordt) nu(?:\s+(?:om|op))*(?=\W*$)|verwerkt|contact|deadline(?! (?:voor|om|van)\b)|status)\b"
    ),
)
