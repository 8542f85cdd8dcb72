package io.rolestream.engine.hub;

import io.rolestream.common.files.ProcessLock;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.ShardIndex;
import io.rolestream.engine.safetensors.Weights;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds base models in a directory, in the cache or on a hub.
 *
 * <p>A revision that is complete in the cache needs no request, so that runs with the same model are repeatable
 * whatever its authors push meanwhile; {@link HubSettings#refresh} asks the hub again. A download checks the
 * configuration before it fetches large files.
 */
public final class BaseModels {
    private final HubSettings settings;
    private final ModelName model;
    private final HubCache cache;

    private BaseModels(HubSettings settings, ModelName model) {
        this.settings = settings;
        this.model = model;
        this.cache = new HubCache(settings.cacheDirectory(), model);
    }

    /**
     * Finds a base model and downloads it if necessary; an interrupt ends a wait.
     *
     * @param nameOrDirectory a checkpoint directory, {@code compact}, which comes with the program, or the name of a
     *     model on the hub, such as {@code roberta-base}
     * @return a directory with a complete checkpoint, or with adapters if these were named
     * @throws HubException if there is no such model, the hub denies it, cannot be reached or sends something wrong, or
     *     the cache cannot be written; in offline mode, if it is not in the cache
     * @throws CheckpointException if the model is not a checkpoint of a known kind
     */
    public static Path resolve(String nameOrDirectory, HubSettings settings) throws IOException {
        Path directory = directory(nameOrDirectory);
        if (directory != null) {
            CheckpointDirectory.open(directory); // fails if it is none
            return directory;
        }
        if (BuiltInModels.has(nameOrDirectory)) {
            return BuiltInModels.directory(nameOrDirectory, settings.cacheDirectory());
        }
        if (!ModelName.isValid(nameOrDirectory)) {
            throw new HubException(
                    "\"" + nameOrDirectory + "\" is neither a directory nor the name of a model on a hub");
        }
        try {
            return new BaseModels(settings, new ModelName(nameOrDirectory)).resolve();
        } catch (HubException e) {
            if (e.getCause() instanceof TransientHubException) {
                throw new HubException(
                        nameOrDirectory + ": no such directory, and the hub cannot be asked: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    private static @Nullable Path directory(String name) {
        try {
            return !name.isBlank() && Files.isDirectory(Path.of(name)) ? Path.of(name) : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private Path resolve() throws IOException {
        if (settings.offline()) {
            return fromCacheOnly();
        }
        Path cached = cached();
        if (cached != null) {
            return cached;
        }
        try (ProcessLock lock = ProcessLock.acquire(cache.lockFile())) {
            Path now = cached();
            return now == null ? download() : now;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubException("interrupted while waiting for another download of the same model", e);
        } catch (AccessDeniedException e) {
            throw new HubException(
                    "the cache may not be written: permission denied: " + e.getFile()
                            + "; choose another place with HF_HOME",
                    e);
        } catch (FileSystemException e) {
            throw new HubException(
                    "the cache cannot be written: " + e.getMessage() + "; choose another place with HF_HOME", e);
        }
    }

    /** The snapshot of the revision if it is complete in the cache, or else null. */
    private @Nullable Path cached() throws IOException {
        String commit = settings.refresh() ? null : cache.commitOf(settings.revision());
        try {
            return commit == null
                    ? null
                    : CheckpointDirectory.open(cache.snapshot(commit)).path();
        } catch (CheckpointException e) {
            return null;
        }
    }

    private Path fromCacheOnly() throws IOException {
        String remedy =
                "; run once without offline mode (HF_HUB_OFFLINE), or copy the model here and name its directory";
        String commit = cache.commitOf(settings.revision());
        if (commit == null) {
            throw new HubException("offline, and " + model + " at the revision " + settings.revision()
                    + " is not in the cache " + settings.cacheDirectory() + remedy);
        }
        try {
            return CheckpointDirectory.open(cache.snapshot(commit)).path();
        } catch (CheckpointException e) {
            throw new HubException(
                    "offline, and " + model + " is not complete in the cache: " + e.getMessage() + remedy, e);
        }
    }

    private Path download() throws IOException {
        HubHttp http = new HubHttp(settings, model);
        Retries retries = new Retries(
                settings.connection().attempts(), settings.connection().firstPause());
        HubListing listing = retries.run(() -> HubListing.fetch(http, settings, model));
        NeededFiles needed = NeededFiles.of(model, listing);
        String commit = listing.commit();
        for (String file : needed.small()) {
            Path there = fetch(http, retries, commit, file);
            if (file.equals(ModelConfig.FILE)) {
                ModelConfig.read(there);
            }
        }
        Path weights = fetch(http, retries, commit, needed.weights());
        if (needed.weights().equals(Weights.INDEX_FILE)) {
            for (String shard : ShardIndex.read(weights).shards()) {
                if (!listing.files().contains(shard)) {
                    throw new HubException(
                            model + " has no " + shard + ", but its " + Weights.INDEX_FILE + " names it");
                }
                fetch(http, retries, commit, shard);
            }
        }
        Path snapshot = CheckpointDirectory.open(cache.snapshot(commit)).path();
        cache.remember(settings.revision(), commit);
        return snapshot;
    }

    private Path fetch(HubHttp http, Retries retries, String commit, String file) throws IOException {
        Path there = cache.snapshot(commit).resolve(file);
        if (Files.isRegularFile(there)) {
            return there;
        }
        URI address = URI.create(settings.endpoint() + "/" + model + "/resolve/" + commit + "/" + file);
        return retries.run(new FileDownload(http, cache, address, commit, file)::attempt);
    }
}
