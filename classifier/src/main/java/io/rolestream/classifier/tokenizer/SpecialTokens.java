package io.rolestream.classifier.tokenizer;

import java.util.List;

/** RoBERTa's special tokens; the place in {@link #ALL} is the id in vocabularies that are trained here. */
final class SpecialTokens {
    static final String START = "<s>";
    static final String PADDING = "<pad>";
    static final String END = "</s>";
    static final String UNKNOWN = "<unk>";
    static final String MASK = "<mask>";

    static final List<String> ALL = List.of(START, PADDING, END, UNKNOWN, MASK);

    private SpecialTokens() {}
}
