/**
 * Schema registries: one interface, an HTTP client for any Confluent-compatible registry, and an in-memory registry.
 */
@NullMarked
package io.rolestream.schemas.registry;

import org.jspecify.annotations.NullMarked;
