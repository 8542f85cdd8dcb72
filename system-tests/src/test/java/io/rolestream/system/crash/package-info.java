/**
 * Crash tests: the services in processes of their own, killed while resumes flow, and checkers that recompute from the
 * topics alone which votes and labels must have come out.
 */
@NullMarked
package io.rolestream.system.crash;

import org.jspecify.annotations.NullMarked;
