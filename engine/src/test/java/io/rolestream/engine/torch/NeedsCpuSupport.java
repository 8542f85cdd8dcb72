package io.rolestream.engine.torch;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Skips a test, or a set of its arguments, that needs instructions that this CPU does not have, such as AVX-512. */
public final class NeedsCpuSupport implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure instanceof TorchException torch && torch.reason().contains("needs the cpu support")) {
            throw new TestAbortedException(torch.reason(), torch);
        }
        throw failure;
    }
}
