/**
 * Crash tests: the services in processes of their own, killed while resumes flow, and a checker that recomputes from the
 * topics alone what must have come out.
 */
@NullMarked
package io.rolestream.cli.crash;

import org.jspecify.annotations.NullMarked;
