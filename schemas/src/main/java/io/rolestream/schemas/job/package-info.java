/** Reading, checking and normalising job postings and feedback, shared by recommender and trainer. */
@NullMarked
package io.rolestream.schemas.job;

import org.jspecify.annotations.NullMarked;
