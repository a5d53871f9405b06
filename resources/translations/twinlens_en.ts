<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>%n alike</source>
        <translation>
            <numerusform>%n alike</numerusform>
            <numerusform>%n alike</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <comment>values of a filter</comment>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries</source>
        <comment>of metadata</comment>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files were dropped.</source>
        <translation>
            <numerusform>%n file was dropped.</numerusform>
            <numerusform>%n files were dropped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s) found, all of them reviewed.</source>
        <translation>
            <numerusform>%n group found, and it is reviewed.</numerusform>
            <numerusform>%n groups found, all of them reviewed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s) left alone, as nothing in them would stay</source>
        <translation>
            <numerusform>%n group left alone, as nothing in it would stay</numerusform>
            <numerusform>%n groups left alone, as nothing in them would stay</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s) left as before</source>
        <translation>
            <numerusform>%n group left as before</numerusform>
            <numerusform>%n groups left as before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n match</numerusform>
            <numerusform>%n matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <comment>values of a filter</comment>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of the same picture</source>
        <translation>
            <numerusform>%n of the same picture</numerusform>
            <numerusform>%n of the same picture</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them are in a catalogue, which will miss them: “Only mark” leaves the deleting to it.</source>
        <translation>
            <numerusform>%n of them is in a catalogue, which will miss it: “Only mark” leaves the deleting to it.</numerusform>
            <numerusform>%n of them are in a catalogue, which will miss them: “Only mark” leaves the deleting to it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them have what the one that stays lacks, listed first.</source>
        <translation>
            <numerusform>%n of them has what the one that stays lacks, listed first.</numerusform>
            <numerusform>%n of them have what the one that stays lacks, listed first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n path(s) copied.</source>
        <translation>
            <numerusform>%n path copied.</numerusform>
            <numerusform>%n paths copied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) only here</source>
        <translation>
            <numerusform>%n photo only here</numerusform>
            <numerusform>%n photos only here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) with a RAW</source>
        <translation>
            <numerusform>%n photo with a RAW</numerusform>
            <numerusform>%n photos with a RAW</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) you kept</source>
        <translation>
            <numerusform>%n photo you kept</numerusform>
            <numerusform>%n photos you kept</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <comment>where words were found</comment>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n protected photo(s)</source>
        <translation>
            <numerusform>%n protected photo</numerusform>
            <numerusform>%n protected photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected</source>
        <comment>photos of a group, read aloud</comment>
        <translation>
            <numerusform>%n rejected</numerusform>
            <numerusform>%n rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;duplicate(s)</source>
        <translation>
            <numerusform>%n&#xa0;duplicate</numerusform>
            <numerusform>%n&#xa0;duplicates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;file(s)</source>
        <translation>
            <numerusform>%n&#xa0;file</numerusform>
            <numerusform>%n&#xa0;files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;file(s) back in place.</source>
        <translation>
            <numerusform>%n&#xa0;file back in place.</numerusform>
            <numerusform>%n&#xa0;files back in place.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;file(s) could not be brought back, {name} among them: {reason}.</source>
        <translation>
            <numerusform>%n&#xa0;file could not be brought back, {name} among them: {reason}.</numerusform>
            <numerusform>%n&#xa0;files could not be brought back, {name} among them: {reason}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;file(s) could not be read</source>
        <translation>
            <numerusform>%n&#xa0;file could not be read</numerusform>
            <numerusform>%n&#xa0;files could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;file(s) deleted for good.</source>
        <translation>
            <numerusform>%n&#xa0;file deleted for good.</numerusform>
            <numerusform>%n&#xa0;files deleted for good.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;film(s) in it were not compared.</source>
        <translation>
            <numerusform>%n&#xa0;film in it was not compared.</numerusform>
            <numerusform>%n&#xa0;films in it were not compared.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;folder(s)</source>
        <translation>
            <numerusform>%n&#xa0;folder</numerusform>
            <numerusform>%n&#xa0;folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;group(s)</source>
        <translation>
            <numerusform>%n&#xa0;group</numerusform>
            <numerusform>%n&#xa0;groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;group(s) selected</source>
        <translation>
            <numerusform>%n&#xa0;group selected</numerusform>
            <numerusform>%n&#xa0;groups selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;keyword(s)</source>
        <translation>
            <numerusform>%n&#xa0;keyword</numerusform>
            <numerusform>%n&#xa0;keywords</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;other file(s) in it were not compared.</source>
        <translation>
            <numerusform>%n&#xa0;other file in it was not compared.</numerusform>
            <numerusform>%n&#xa0;other files in it were not compared.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;path(s) copied.</source>
        <translation>
            <numerusform>%n&#xa0;path copied.</numerusform>
            <numerusform>%n&#xa0;paths copied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;photo(s)</source>
        <translation>
            <numerusform>%n&#xa0;photo</numerusform>
            <numerusform>%n&#xa0;photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;photo(s) are there in another form only.</source>
        <translation>
            <numerusform>%n&#xa0;photo is there in another form only.</numerusform>
            <numerusform>%n&#xa0;photos are there in another form only.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;photo(s) could not be marked:</source>
        <translation>
            <numerusform>%n&#xa0;photo could not be marked:</numerusform>
            <numerusform>%n&#xa0;photos could not be marked:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;photo(s) marked</source>
        <translation>
            <numerusform>%n&#xa0;photo marked</numerusform>
            <numerusform>%n&#xa0;photos marked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;photo(s) moved</source>
        <translation>
            <numerusform>%n&#xa0;photo moved</numerusform>
            <numerusform>%n&#xa0;photos moved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;photo(s) on drives not connected will be compared anew when these are back.</source>
        <translation>
            <numerusform>%n&#xa0;photo on a drive not connected will be compared anew when it is back.</numerusform>
            <numerusform>%n&#xa0;photos on drives not connected will be compared anew when these are back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;photo(s) on drives not connected: their turn comes later.</source>
        <translation>
            <numerusform>%n&#xa0;photo on a drive not connected: its turn comes later.</numerusform>
            <numerusform>%n&#xa0;photos on drives not connected: their turn comes later.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;photo(s) stayed where they are:</source>
        <translation>
            <numerusform>%n&#xa0;photo stayed where it is:</numerusform>
            <numerusform>%n&#xa0;photos stayed where they are:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;photo(s) to be compared anew</source>
        <translation>
            <numerusform>%n&#xa0;photo to be compared anew</numerusform>
            <numerusform>%n&#xa0;photos to be compared anew</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;photo(s) you rejected stay where they are, listed first.</source>
        <translation>
            <numerusform>%n&#xa0;photo you rejected stays where it is, listed first.</numerusform>
            <numerusform>%n&#xa0;photos you rejected stay where they are, listed first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;photo(s) you rejected stay where they are.</source>
        <translation>
            <numerusform>%n&#xa0;photo you rejected stays where it is.</numerusform>
            <numerusform>%n&#xa0;photos you rejected stay where they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;photo(s), {size}, go to {places}.</source>
        <translation>
            <numerusform>%n&#xa0;photo, {size}, goes to {places}.</numerusform>
            <numerusform>%n&#xa0;photos, {size}, go to {places}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;place(s) found again</source>
        <translation>
            <numerusform>%n&#xa0;place found again</numerusform>
            <numerusform>%n&#xa0;places found again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;problem file(s)</source>
        <translation>
            <numerusform>%n&#xa0;problem file</numerusform>
            <numerusform>%n&#xa0;problem files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n&#xa0;star(s)</source>
        <translation>
            <numerusform>%n&#xa0;star</numerusform>
            <numerusform>%n&#xa0;stars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n&#xa0;photo(s) are safe elsewhere.</source>
        <translation>
            <numerusform>The one photo is safe elsewhere.</numerusform>
            <numerusform>All %n&#xa0;photos are safe elsewhere.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n&#xa0;photo(s) of {folder} are in {other}.</source>
        <translation>
            <numerusform>The one photo of {folder} is in {other}.</numerusform>
            <numerusform>All %n&#xa0;photos of {folder} are in {other}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Another keeper in {number} of %n&#xa0;group(s).</source>
        <translation>
            <numerusform>Another keeper in {number} of %n&#xa0;group.</numerusform>
            <numerusform>Another keeper in {number} of %n&#xa0;groups.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Bring back %n&#xa0;file(s)</source>
        <translation>
            <numerusform>Bring back %n&#xa0;file</numerusform>
            <numerusform>Bring back %n&#xa0;files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>But %n&#xa0;film(s) were not compared.</source>
        <translation>
            <numerusform>But %n&#xa0;film was not compared.</numerusform>
            <numerusform>But %n&#xa0;films were not compared.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n&#xa0;file(s) for good</source>
        <translation>
            <numerusform>Delete %n&#xa0;file for good</numerusform>
            <numerusform>Delete %n&#xa0;files for good</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n&#xa0;file(s) for good?</source>
        <translation>
            <numerusform>Delete %n&#xa0;file for good?</numerusform>
            <numerusform>Delete %n&#xa0;files for good?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hide %n&#xa0;equal row(s)</source>
        <translation>
            <numerusform>Hide %n&#xa0;equal row</numerusform>
            <numerusform>Hide %n&#xa0;equal rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Join the %n selected</source>
        <translation>
            <numerusform>Join the %n selected</numerusform>
            <numerusform>Join the %n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Joined %n&#xa0;group(s). {undo}</source>
        <translation>
            <numerusform>Joined %n&#xa0;group. {undo}</numerusform>
            <numerusform>Joined %n&#xa0;groups. {undo}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Joined in one group: %n photo(s).</source>
        <translation>
            <numerusform>Joined in one group: %n photo.</numerusform>
            <numerusform>Joined in one group: %n photos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kept the best one, rejected %n other(s).   {next} next group   {undo} takes it back</source>
        <translation>
            <numerusform>Kept the best one, rejected %n other.   {next} next group   {undo} takes it back</numerusform>
            <numerusform>Kept the best one, rejected %n others.   {next} next group   {undo} takes it back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %n&#xa0;photo(s) away</source>
        <translation>
            <numerusform>Move %n&#xa0;photo away</numerusform>
            <numerusform>Move %n&#xa0;photos away</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %n&#xa0;photo(s) away?</source>
        <translation>
            <numerusform>Move %n&#xa0;photo away?</numerusform>
            <numerusform>Move %n&#xa0;photos away?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %n&#xa0;photo(s) away…</source>
        <translation>
            <numerusform>Move %n&#xa0;photo away…</numerusform>
            <numerusform>Move %n&#xa0;photos away…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %n&#xa0;photo(s) to the quarantine</source>
        <translation>
            <numerusform>Move %n&#xa0;photo to the quarantine</numerusform>
            <numerusform>Move %n&#xa0;photos to the quarantine</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %n&#xa0;photo(s) to the trash</source>
        <translation>
            <numerusform>Move %n&#xa0;photo to the trash</numerusform>
            <numerusform>Move %n&#xa0;photos to the trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No. %n of {photos} are safe nowhere else.</source>
        <translation>
            <numerusform>No. %n of {photos} is safe nowhere else.</numerusform>
            <numerusform>No. %n of {photos} are safe nowhere else.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the folders are scanned, without the %n file(s) beside them.</source>
        <translation>
            <numerusform>Only the folders are scanned, without the %n file beside them.</numerusform>
            <numerusform>Only the folders are scanned, without the %n files beside them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reject %n&#xa0;photo(s), all but the keeper</source>
        <translation>
            <numerusform>Reject %n&#xa0;photo, all but the keeper</numerusform>
            <numerusform>Reject %n&#xa0;photos, all but the keeper</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reject all but the keeper in %n&#xa0;group(s)</source>
        <translation>
            <numerusform>Reject all but the keeper in %n&#xa0;group</numerusform>
            <numerusform>Reject all but the keeper in %n&#xa0;groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reject {photos} in %n&#xa0;group(s), all but the keepers</source>
        <translation>
            <numerusform>Reject {photos} in %n&#xa0;group, all but the keepers</numerusform>
            <numerusform>Reject {photos} in %n&#xa0;groups, all but the keepers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rejected {photos} in %n&#xa0;group(s). {undo}</source>
        <translation>
            <numerusform>Rejected {photos} in %n&#xa0;group. {undo}</numerusform>
            <numerusform>Rejected {photos} in %n&#xa0;groups. {undo}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Safe in %n other places</source>
        <translation>
            <numerusform>Safe in one other place</numerusform>
            <numerusform>Safe in %n other places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n&#xa0;equal row(s)</source>
        <translation>
            <numerusform>Show %n&#xa0;equal row</numerusform>
            <numerusform>Show %n&#xa0;equal rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n file(s) leave the {places} and can never be brought back, by Twinlens or by anyone.</source>
        <translation>
            <numerusform>It leaves the {places} and can never be brought back, by Twinlens or by anyone.</numerusform>
            <numerusform>They leave the {places} and can never be brought back, by Twinlens or by anyone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The keeper stays the same in all of %n&#xa0;group(s).</source>
        <translation>
            <numerusform>The keeper stays the same in the one group.</numerusform>
            <numerusform>The keeper stays the same in all of %n&#xa0;groups.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This counts on %n drive(s) not connected, {drives}: as last scanned.</source>
        <translation>
            <numerusform>This counts on {drives}, which is not connected: as last scanned.</numerusform>
            <numerusform>This counts on {drives}, which are not connected: as last scanned.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This one is the best.   {next} keeps it and rejects the %n other(s)   {close} decides nothing</source>
        <translation>
            <numerusform>This one is the best.   {next} keeps it and rejects the %n other   {close} decides nothing</numerusform>
            <numerusform>This one is the best.   {next} keeps it and rejects the %n others   {close} decides nothing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Yes. All %n&#xa0;photo(s) are safe elsewhere, {number} in one place only.</source>
        <translation>
            <numerusform>Yes. The one photo is safe elsewhere, in one place only.</numerusform>
            <numerusform>Yes. All %n&#xa0;photos are safe elsewhere, {number} in one place only.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Yes. All %n&#xa0;photo(s) are safe in two other places.</source>
        <translation>
            <numerusform>Yes. The one photo is safe in two other places.</numerusform>
            <numerusform>Yes. All %n&#xa0;photos are safe in two other places.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <comment>files</comment>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>clear %n&#xa0;photo(s)</source>
        <comment>take decisions back</comment>
        <translation>
            <numerusform>clear %n&#xa0;photo</numerusform>
            <numerusform>clear %n&#xa0;photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>give up the RAW of %n&#xa0;photo(s)</source>
        <translation>
            <numerusform>give up the RAW of %n&#xa0;photo</numerusform>
            <numerusform>give up the RAW of %n&#xa0;photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>keep %n&#xa0;photo(s)</source>
        <translation>
            <numerusform>keep %n&#xa0;photo</numerusform>
            <numerusform>keep %n&#xa0;photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>keep only the RAW of %n&#xa0;photo(s)</source>
        <translation>
            <numerusform>keep only the RAW of %n&#xa0;photo</numerusform>
            <numerusform>keep only the RAW of %n&#xa0;photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>marking %n&#xa0;photo(s)</source>
        <translation>
            <numerusform>marking %n&#xa0;photo</numerusform>
            <numerusform>marking %n&#xa0;photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>moving %n&#xa0;photo(s) away</source>
        <translation>
            <numerusform>moving %n&#xa0;photo away</numerusform>
            <numerusform>moving %n&#xa0;photos away</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>reject %n&#xa0;photo(s)</source>
        <translation>
            <numerusform>reject %n&#xa0;photo</numerusform>
            <numerusform>reject %n&#xa0;photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{catalogue}, {number} of %n&#xa0;photo(s) here</source>
        <translation>
            <numerusform>{catalogue}, {number} of %n&#xa0;photo here</numerusform>
            <numerusform>{catalogue}, {number} of %n&#xa0;photos here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{percent} of {folder} is in {other}. %n&#xa0;photo(s) are only in {folder}.</source>
        <translation>
            <numerusform>{percent} of {folder} is in {other}. %n&#xa0;photo is only in {folder}.</numerusform>
            <numerusform>{percent} of {folder} is in {other}. %n&#xa0;photos are only in {folder}.</numerusform>
        </translation>
    </message>
</context>
</TS>
