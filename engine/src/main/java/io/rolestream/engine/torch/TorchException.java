package io.rolestream.engine.torch;

import java.util.List;

/** PyTorch cannot be used, or refused a call. */
public final class TorchException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String REASON = "RuntimeError: ";

    public TorchException(String message) {
        super(message);
    }

    public TorchException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What went wrong, in one line. PyTorch gives a long stack trace, and the reason at its end. */
    public String reason() {
        List<String> lines = String.valueOf(getMessage()).lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith(REASON))
                .map(line -> line.substring(REASON.length()))
                .findFirst()
                .orElse(lines.isEmpty() ? "" : lines.get(0));
    }
}
