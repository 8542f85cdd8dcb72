package io.rolestream.engine.task;

/** Two texts in the order in which a model reads them: a query and a document, a premise and a hypothesis. */
public record TextPair(String first, String second) {}
