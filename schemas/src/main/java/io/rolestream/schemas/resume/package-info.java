/** Reading, checking and normalising a resume, shared by topology, worker and trainer. */
@NullMarked
package io.rolestream.schemas.resume;

import org.jspecify.annotations.NullMarked;
