package io.rolestream.stream.recommending.book;

import java.util.List;

/**
 * A list as it stands in its topic, as far as the next one depends on it.
 *
 * @param revision from 1
 * @param contentHash of the subject that was matched
 * @param labelRevision of the subject's label; 0 for none
 * @param description of the generated description that was used; empty for none
 * @param versions everything that the list depends on besides the texts, as one text
 * @param ids of the results, the best first
 * @param digest of all that a reader sees but scores, which change with each text that is indexed
 */
public record StandingList(
        int revision,
        String contentHash,
        int labelRevision,
        String description,
        String versions,
        List<String> ids,
        String digest) {
    public StandingList {
        ids = List.copyOf(ids);
    }

    /** A list without a generated description. */
    public StandingList(
            int revision, String contentHash, int labelRevision, String versions, List<String> ids, String digest) {
        this(revision, contentHash, labelRevision, "", versions, ids, digest);
    }

    /** Whether a reader learns nothing new from another list. */
    boolean says(StandingList other) {
        return contentHash.equals(other.contentHash)
                && description.equals(other.description)
                && versions.equals(other.versions)
                && ids.equals(other.ids)
                && digest.equals(other.digest);
    }

    StandingList withRevision(int number) {
        return new StandingList(number, contentHash, labelRevision, description, versions, ids, digest);
    }
}
