package io.rolestream.models.store;

import io.rolestream.models.ModelsConfig;
import io.rolestream.models.StoreSettings;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.PackagedFile;
import io.rolestream.models.artifact.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A store in a bucket of Amazon S3 or a compatible server. A version is visible once its manifest exists, which is
 * written last and deleted first. A file may have at most 5 GiB, the limit of a single S3 request; larger weights are
 * sharded.
 */
public final class S3Store implements ArtifactStore {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SOCKET = Duration.ofSeconds(30);
    private static final String OCTETS = "application/octet-stream";

    private final S3Client client;
    private final StoreRoot root;
    private final String bucket;
    private final String prefix;

    private S3Store(S3Client client, URI root) {
        this.client = client;
        this.root = new StoreRoot(root);
        bucket = root.getAuthority();
        String path = root.getPath().replaceFirst("^/", "");
        prefix = path.isEmpty() || path.endsWith("/") ? path : path + "/";
    }

    /**
     * Opens a store.
     *
     * @param root {@code s3://BUCKET/PREFIX}; the prefix may be missing
     * @throws IllegalArgumentException if the URI has no bucket, the endpoint is no URL, or no region is known
     */
    static S3Store open(URI root, StoreSettings.S3 settings) {
        if (root.getAuthority() == null) {
            throw new IllegalArgumentException("names no bucket: expected s3://BUCKET/PREFIX");
        }
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SOCKET))
                .forcePathStyle(settings.pathStyle());
        String region = settings.region();
        if (region != null) {
            builder.region(Region.of(region));
        }
        String endpoint = settings.endpoint();
        if (endpoint != null) {
            builder.endpointOverride(endpoint(endpoint));
        }
        try {
            return new S3Store(builder.build(), root);
        } catch (SdkException e) {
            throw new IllegalArgumentException(
                    "cannot create the S3 client: " + e.getMessage() + "; see " + ModelsConfig.S3_REGION, e);
        }
    }

    private static URI endpoint(String text) {
        URI endpoint = URI.create(text);
        if (endpoint.getScheme() == null || endpoint.getHost() == null) {
            throw new IllegalArgumentException(
                    ModelsConfig.S3_ENDPOINT + " \"" + text + "\" is not a URL such as http://localhost:9000");
        }
        return endpoint;
    }

    @Override
    public String locate(String announced) throws ModelRefusedException {
        return root.locate(announced);
    }

    @Override
    public InputStream open(String location, String path) throws IOException, ModelRefusedException {
        String key = key(location, path);
        try {
            return new ObjectStream(
                    client.getObject(request -> request.bucket(bucket).key(key)));
        } catch (NoSuchKeyException e) {
            throw new ModelRefusedException(Refusal.FILES, key + " is not in the store " + this, e);
        } catch (SdkException e) {
            throw failure("read " + key, e);
        }
    }

    @Override
    public boolean contains(String location) throws IOException {
        try {
            client.headObject(request -> request.bucket(bucket).key(key(location, Manifest.FILE)));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        } catch (SdkException e) {
            throw failure("look for " + location, e);
        }
    }

    @Override
    public void publish(String location, List<PackagedFile> files) throws IOException {
        if (contains(location)) {
            throw new FileAlreadyExistsException(
                    this + "/" + location, null, "published versions are never replaced; choose another version");
        }
        try {
            deleteFiles(location);
            for (PackagedFile file : files) {
                client.putObject(request -> request.bucket(bucket).key(key(location, file.path())), body(file));
            }
        } catch (SdkException e) {
            throw failure("publish " + location, e);
        } catch (UncheckedIOException e) {
            throw new IOException(location + " can't be published: " + e.getCause(), e);
        }
    }

    private static RequestBody body(PackagedFile file) {
        return RequestBody.fromContentProvider(
                () -> {
                    try {
                        return file.content().open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                file.bytes(),
                OCTETS);
    }

    @Override
    public void delete(String location) throws IOException {
        try {
            client.deleteObject(request -> request.bucket(bucket).key(key(location, Manifest.FILE)));
            deleteFiles(location);
        } catch (SdkException e) {
            throw failure("delete " + location, e);
        }
    }

    private void deleteFiles(String location) {
        for (S3Object object : client.listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix(key(location, "")))
                .contents()) {
            client.deleteObject(request -> request.bucket(bucket).key(object.key()));
        }
    }

    private String key(String location, String path) {
        return prefix + location + "/" + path;
    }

    /** An object's content. The client's stream would read to the end when closed, and throws its own exceptions. */
    private final class ObjectStream extends InputStream {
        private final ResponseInputStream<GetObjectResponse> content;

        ObjectStream(ResponseInputStream<GetObjectResponse> content) {
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return content.read(buffer, offset, length);
            } catch (SdkException e) {
                throw failure("read a file", e);
            }
        }

        @Override
        public void close() {
            content.abort();
        }
    }

    private IOException failure(String what, SdkException e) {
        return new IOException("the store " + this + " can't be used to " + what + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return root.uri().toString();
    }
}
