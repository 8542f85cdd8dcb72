/** The model worker: reads resumes, has a model vote on them in batches, and sends the votes in transactions. */
@NullMarked
package io.rolestream.stream.worker;

import org.jspecify.annotations.NullMarked;
