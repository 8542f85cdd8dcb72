package io.rolestream.files.columns;

import java.util.List;
import java.util.Locale;

/** What a column can hold, with its usual names in normal form, likeliest first. */
public enum Field {
    ID("resumeId", Kind.ID, "resumeid", "id", "candidateid", "applicationid", "uuid"),
    SKILLS(
            "skills",
            Kind.LIST,
            "skills",
            "skill",
            "skillset",
            "skilllist",
            "keyskills",
            "technicalskills",
            "skillstext"),
    TEXT("text", Kind.PROSE, "text", "resumetext", "resume", "cvtext", "cv", "freetext", "body"),
    YEARS("yearsOfExperience", Kind.NUMBER, "yearsofexperience", "experienceyears", "yearsexperience", "years", "yoe"),
    COMPANIES("companies", Kind.LIST, "companies", "employers", "company"),
    SUBMITTED_AT("submittedAt", Kind.TIME, "submittedat", "submitted", "submittedon", "appliedat"),
    SOURCE("source", Kind.NAME, "source"),
    ROLE("role", Kind.NAME, "role", "correctrole"),
    REVIEWER("reviewer", Kind.NAME, "reviewer"),
    NOTE("note", Kind.NAME, "note", "comment"),
    SELECTION("selection", Kind.CHOICE, "selection"),

    JOB_ID(
            "jobId",
            Kind.ID,
            "jobid",
            "id",
            "postingid",
            "vacancyid",
            "requisitionid",
            "uuid",
            "joburl",
            "url",
            "link",
            "joblink"),
    TITLE("title", Kind.NAME, "title", "jobtitle", "position", "positiontitle", "jobposition"),
    JOB_SKILLS(
            "skills",
            Kind.LIST,
            "skills",
            "skill",
            "requiredskills",
            "skillset",
            "keyskills",
            "technicalskills",
            "jobskills",
            "techstack",
            "requirements",
            "qualifications"),
    DESCRIPTION(
            "description", Kind.PROSE, "description", "jobdescription", "text", "body", "responsibilities", "content"),
    LOCATION("location", Kind.PLACE, "location", "joblocation", "city", "place", "workplace", "jobcity"),
    REMOTE(
            "remote",
            Kind.FLAG,
            "remote",
            "isremote",
            "remoteallowed",
            "fullyremote",
            "joblocationtype",
            "workplacetype"),
    SENIORITY("seniority", Kind.NAME, "seniority", "senioritylevel", "level", "experiencelevel", "joblevel"),
    OPEN_UNTIL(
            "openUntil",
            Kind.TIME,
            "openuntil",
            "validthrough",
            "closingdate",
            "applicationdeadline",
            "deadline",
            "expiresat",
            "expirydate",
            "expires"),
    POSTED_AT(
            "postedAt",
            Kind.TIME,
            "postedat",
            "dateposted",
            "posteddate",
            "postedon",
            "posted",
            "publishedat",
            "publicationdate"),

    FEEDBACK_RESUME("resumeId", Kind.ID, "resumeid", "resume", "candidateid", "applicationid"),
    FEEDBACK_JOB("jobId", Kind.ID, "jobid", "job", "postingid", "vacancyid"),
    ACTION("action", Kind.CHOICE, "action", "event", "feedback"),
    DIRECTION("direction", Kind.CHOICE, "direction"),
    POSITION("position", Kind.NUMBER, "position", "rank"),
    REVISION("revision", Kind.NUMBER, "revision"),
    GRADE("grade", Kind.NUMBER, "grade", "relevance", "rel", "score"),
    HAPPENED_AT("happenedAt", Kind.TIME, "happenedat", "at", "timestamp", "time");

    /** What values a field takes, besides text. */
    public enum Kind {
        /** Text as it was written. */
        PROSE("text"),
        /** Text without white space around it. */
        NAME("text"),
        /** As {@link #NAME}, also from the texts in an object or a list, as schema.org writes places. */
        PLACE("text"),
        /** As {@link #NAME}, also from numbers. */
        ID("text"),
        /** As {@link #PROSE}, also from a list of texts. */
        LIST("text or a list of text"),
        NUMBER("a number, a time or text"),
        /** A time in ISO 8601, or a number since 1970. */
        TIME("a number, a time or text"),
        /** One of a few words. */
        CHOICE("text"),
        /** True or false. */
        FLAG("true or false, or text");

        private final String parquet;

        Kind(String parquet) {
            this.parquet = parquet;
        }

        /** What a column of a Parquet file can be, for messages. */
        String inParquet() {
            return parquet;
        }

        /** Whether numbers are its own values. */
        public boolean isNumeric() {
            return this == NUMBER || this == TIME;
        }
    }

    private final String label;
    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> names;

    Field(String label, Kind kind, String... names) {
        this.label = label;
        this.kind = kind;
        this.names = List.of(names);
    }

    /** The name in messages. */
    public String label() {
        return label;
    }

    public Kind kind() {
        return kind;
    }

    /** The index of a name among this field's, or -1. */
    int rankOf(String normalName) {
        return names.indexOf(normalName);
    }

    /** Lower case, without {@code _}, {@code -} and white space. */
    static String normal(String columnName) {
        StringBuilder normal = new StringBuilder(columnName.length());
        columnName
                .chars()
                .filter(c -> c != '_' && c != '-' && !Character.isWhitespace(c))
                .forEach(c -> normal.append((char) c));
        return normal.toString().toLowerCase(Locale.ROOT);
    }
}
