/**
 * Base models by name: found in a directory or a cache, or downloaded from a hub that speaks Hugging Face's protocol.
 */
@NullMarked
package io.rolestream.engine.hub;

import org.jspecify.annotations.NullMarked;
