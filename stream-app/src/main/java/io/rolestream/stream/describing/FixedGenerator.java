package io.rolestream.stream.describing;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.engine.torch.TorchException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Supplies one generator, opened at the start. */
final class FixedGenerator implements DescriptionSupply {
    private final Opening opening;
    private @Nullable Change change;
    private volatile boolean settled;

    /** Opens the generator, which may take as long as loading its weights. */
    @FunctionalInterface
    interface Opening {
        DescribingModel open() throws IOException;
    }

    FixedGenerator(Opening opening) {
        this.opening = opening;
    }

    @Override
    public void start() {
        try {
            DescribingModel model = opening.open();
            synchronized (this) {
                change = new Change(model);
            }
        } catch (IOException | TorchException | IllegalArgumentException e) {
            throw new ConfigurationException(DescribingConfig.MODEL + " cannot be opened: " + e.getMessage(), e);
        }
        settled = true;
    }

    @Override
    public boolean isSettled() {
        return settled;
    }

    @Override
    public synchronized @Nullable Change poll() {
        Change result = change;
        change = null;
        return result;
    }

    @Override
    public void close() {
        Change unseen = poll();
        if (unseen != null && unseen.model() != null) {
            unseen.model().close();
        }
    }
}
