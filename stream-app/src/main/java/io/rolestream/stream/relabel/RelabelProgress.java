package io.rolestream.stream.relabel;

/** Is told how far a relabelling is. */
public interface RelabelProgress {
    /** A message for people, such as what is read. */
    void note(String sentence);

    /** All resumes are known. */
    void began(long resumes);

    /**
     * A consumer group is behind by so many records, which is too many.
     *
     * @param furthest the group that is furthest behind
     * @param most how many it may be behind
     */
    void waiting(LagGate.Behind furthest, long most);

    /** The next resume is sent. */
    void sending();

    /** So many resumes are sent or skipped. */
    void sent(long done);
}
