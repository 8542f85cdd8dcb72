package io.rolestream.local.services;

import io.rolestream.common.config.Settings;
import io.rolestream.common.files.ProcessLock;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.stream.StreamConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Gives each of several processes on one machine, such as the containers of one Compose service, an {@code instance.id}
 * and a directory of its own, which a restarted process takes up again: {@code worker-*} becomes {@code worker-0},
 * {@code worker-1} and so on, the lowest number that no other process holds. A file lock in the common directory holds
 * it, so it is free again as soon as the process has ended.
 */
public final class NumberedInstance {
    private static final int MOST = 1_000;

    /** Keeps the locks from being collected, which would release them. */
    private static final Queue<ProcessLock> HELD = new ConcurrentLinkedQueue<>();

    private NumberedInstance() {}

    /**
     * The settings with the number in place of the star, and the instance's own directory below the common one.
     * Settings without a star are returned as they are.
     *
     * @param directory key of the directory that the instances share
     */
    public static Settings claim(Settings settings, String directory) throws IOException {
        String pattern = settings.string(StreamConfig.INSTANCE_ID);
        if (!pattern.endsWith("*")) {
            return settings;
        }
        Path common = settings.path(directory);
        String prefix = pattern.substring(0, pattern.length() - 1);
        for (int number = 0; number < MOST; number++) {
            String name = prefix + number;
            Optional<ProcessLock> lock = ProcessLock.tryAcquire(common.resolve(name + ".lock"));
            if (lock.isPresent()) {
                HELD.add(lock.get());
                return settings.with(Map.of(
                        StreamConfig.INSTANCE_ID,
                        name,
                        directory,
                        common.resolve(name).toString()));
            }
        }
        throw new CommandFailedException("%s has no number left below %,d in %s".formatted(pattern, MOST, common));
    }
}
