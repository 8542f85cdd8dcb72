package io.rolestream.engine.tokenizer;

import java.util.List;

/** RoBERTa's special tokens; the index in {@link #ALL} is the id in vocabularies trained here. */
public final class SpecialTokens {
    public static final String START = "<s>";
    public static final String PADDING = "<pad>";
    public static final String END = "</s>";
    public static final String UNKNOWN = "<unk>";
    public static final String MASK = "<mask>";

    public static final List<String> ALL = List.of(START, PADDING, END, UNKNOWN, MASK);

    private SpecialTokens() {}
}
