package io.rolestream.evaluation.comparison;

import io.rolestream.rules.role.Taxonomy;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts that labellers are compared on.
 *
 * @param source names them in reports, such as a file's name
 * @param size their number
 * @param truth {@code [texts]}, the right roles, indexes of the taxonomy; null if they are unknown
 * @param remarks sentences on what was left out, and why
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ComparedTexts(String source, Taxonomy taxonomy, int size, int @Nullable [] truth, List<String> remarks) {
    // Not in the compact form, which loses the annotation of an array's type.
    public ComparedTexts(String source, Taxonomy taxonomy, int size, int @Nullable [] truth, List<String> remarks) {
        if (truth != null && truth.length != size) {
            throw new IllegalArgumentException(size + " texts, but " + truth.length + " right roles");
        }
        this.source = source;
        this.taxonomy = taxonomy;
        this.size = size;
        this.truth = truth;
        this.remarks = List.copyOf(remarks);
    }

    ComparedTexts first(int texts) {
        return texts == size
                ? this
                : new ComparedTexts(
                        source, taxonomy, texts, truth == null ? null : Arrays.copyOf(truth, texts), remarks);
    }
}
