/** Where the files of model versions are kept, and the copies of them on this machine. */
@NullMarked
package io.rolestream.models.store;

import org.jspecify.annotations.NullMarked;
