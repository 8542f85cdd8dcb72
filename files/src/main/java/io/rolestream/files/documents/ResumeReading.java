package io.rolestream.files.documents;

import io.rolestream.events.Resume;
import io.rolestream.schemas.reading.EventDecoder;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.resume.JudgedPart;
import io.rolestream.schemas.resume.ResumeReader;

/**
 * How resumes in files are read, so that every command judges the text that the services would.
 *
 * @param documents what reading documents may cost
 * @param judged which part of a resume is judged
 * @param maxTextChars longest judged text, in UTF-16 code units; positive
 */
public record ResumeReading(DocumentLimits documents, JudgedPart judged, int maxTextChars) {
    /** The defaults of the settings. */
    public static final ResumeReading STANDARD =
            new ResumeReading(DocumentLimits.STANDARD, JudgedPart.SKILLS, ResumeReader.DEFAULT_MAX_TEXT_CHARS);

    /** A reader of the judged texts, for one thread. */
    public ResumeReader reader() {
        return new ResumeReader(new EventDecoder<>(Resume.class, new InMemorySchemaRegistry()), maxTextChars, judged);
    }
}
