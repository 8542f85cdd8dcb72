/** What each client may do, on a broker that lets it do nothing else. */
@NullMarked
package io.rolestream.system.access;

import org.jspecify.annotations.NullMarked;
