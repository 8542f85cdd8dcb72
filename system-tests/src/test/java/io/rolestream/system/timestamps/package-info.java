/** Records with timestamps that other clients send. */
@NullMarked
package io.rolestream.system.timestamps;

import org.jspecify.annotations.NullMarked;
