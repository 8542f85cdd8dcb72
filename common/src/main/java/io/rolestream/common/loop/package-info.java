/** The loop of services that read records, compute on them and write results, exactly once. */
@NullMarked
package io.rolestream.common.loop;

import org.jspecify.annotations.NullMarked;
