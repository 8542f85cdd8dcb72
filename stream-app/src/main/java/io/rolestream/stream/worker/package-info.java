/** The model worker: reads resumes, lets a model vote on them in batches, sends the votes in transactions. */
@NullMarked
package io.rolestream.stream.worker;

import org.jspecify.annotations.NullMarked;
