/** Traces of records, sent to an OpenTelemetry collector. */
@NullMarked
package io.rolestream.common.tracing;

import org.jspecify.annotations.NullMarked;
