package io.rolestream.models;

import org.jspecify.annotations.Nullable;

/**
 * Where model versions are stored.
 *
 * @param location a directory, a {@code file:} URI, or {@code s3://BUCKET/PREFIX}
 * @param s3 how to reach a bucket; ignored for directories
 */
public record StoreSettings(String location, S3 s3) {
    /**
     * How to reach a bucket.
     *
     * @param endpoint the URL of a service with S3's API; null for Amazon's
     * @param region null for the SDK's default
     * @param pathStyle whether the bucket's name is in the path of URLs instead of the host name
     */
    public record S3(@Nullable String endpoint, @Nullable String region, boolean pathStyle) {}
}
