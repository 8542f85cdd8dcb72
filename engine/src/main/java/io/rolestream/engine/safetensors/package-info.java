/**
 * Tensors in files: safetensors read and written, in one file or in shards. Every length and offset is checked before
 * it is believed.
 */
@NullMarked
package io.rolestream.engine.safetensors;

import org.jspecify.annotations.NullMarked;
