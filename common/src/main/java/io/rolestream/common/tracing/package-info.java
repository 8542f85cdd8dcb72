/** Traces: which records led to which, told to an OpenTelemetry collector. */
@NullMarked
package io.rolestream.common.tracing;

import org.jspecify.annotations.NullMarked;
