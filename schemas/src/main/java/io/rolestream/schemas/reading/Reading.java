package io.rolestream.schemas.reading;

/**
 * The result of reading a record that an application produced.
 *
 * @param <T> what a valid record holds
 */
@SuppressWarnings("unused") // T is a case's own
public sealed interface Reading<T> {

    /**
     * A valid record.
     *
     * @param value not null
     * @param claimed what the times that the record claims turned out to be; of several, the first that is
     *     {@linkplain ClaimedTime.Finding#isUnusual unusual}
     */
    @SuppressWarnings(
            "JavaLangClash") // Referred to as Reading.Readable, so it cannot be confused with java.lang.Readable.
    record Readable<T>(T value, ClaimedTime.Finding claimed) implements Reading<T> {}

    /**
     * A null value: what the key identifies and everything known of it is to be deleted.
     *
     * @param id not blank
     */
    record Forget<T>(String id) implements Reading<T> {}

    /**
     * A record for the dead letters.
     *
     * @param reason for headers and metrics
     * @param message for people; contains no text of the record but its id
     */
    record Unreadable<T>(UnreadableReason reason, String message) implements Reading<T> {}
}
