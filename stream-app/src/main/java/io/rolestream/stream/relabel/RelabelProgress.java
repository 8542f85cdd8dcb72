package io.rolestream.stream.relabel;

/** Is told how far a relabelling is. */
public interface RelabelProgress {
    /** All resumes are known. */
    void began(long resumes);

    /** The services are behind by so many records, which is too many. */
    void waiting(long lag);

    /** The next resume is sent. */
    void sending();

    /** So many resumes are sent or skipped. */
    void sent(long done);
}
