package io.rolestream.stream.sources;

/** A topic that is read was deleted and created again. */
public final class RecreatedTopicException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecreatedTopicException(String topic) {
        super("topic " + topic + " was deleted and created again");
    }
}
