package io.rolestream.serving.web;

import io.javalin.http.Context;
import io.rolestream.serving.answers.Deadline;
import io.rolestream.serving.answers.JobLists;
import io.rolestream.serving.answers.RefusedRequestException;
import io.rolestream.serving.answers.ResumeLabels;
import io.rolestream.serving.answers.ResumeRequest;
import io.rolestream.serving.config.ServingSettings;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Answers requests with resumes, as many at a time as the limits allow. */
final class ResumeRoutes {
    private static final String RULES = "Rolestream-Rules";
    private static final int TOP = 10;
    private static final int MOST_TOP = 100;

    private final ServingSettings.Limits limits;
    private final ResumeLabels labels;
    private final @Nullable JobLists jobs;
    private final BooleanSupplier ready;
    private final ServingMeters meters;
    private final Semaphore room;

    ResumeRoutes(
            ServingSettings.Limits limits,
            ResumeLabels labels,
            @Nullable JobLists jobs,
            BooleanSupplier ready,
            ServingMeters meters) {
        this.limits = limits;
        this.labels = labels;
        this.jobs = jobs;
        this.ready = ready;
        this.meters = meters;
        this.room = new Semaphore(limits.requests());
    }

    /** What a path does with the resumes of a request. */
    @FunctionalInterface
    private interface Work {
        byte[] answer(ResumeRequest request, Deadline deadline)
                throws InterruptedException, ExecutionException, IOException;
    }

    void label(Context ctx) throws Exception {
        work(ctx, ApiServer.LABEL, (request, deadline) -> {
            ResumeLabels.Labelled labelled = labels.label(request.rows(), deadline);
            ctx.header(RULES, labelled.rules());
            meters.resumes(
                    ApiServer.LABEL,
                    labelled.lines().stream().map(line -> line.error() != null).toList());
            return ApiJson.labels(labelled.lines(), request.isList());
        });
    }

    void recommend(Context ctx) throws Exception {
        JobLists indexed = jobs;
        if (indexed == null) {
            throw new RefusedRequestException(
                    RefusedRequestException.NOT_HERE,
                    "no jobs are indexed here: start `rolestream serve` with --jobs FILE");
        }
        int top = top(ctx.queryParam("top"));
        work(ctx, ApiServer.RECOMMEND, (request, deadline) -> {
            var lists = indexed.recommend(request.rows(), top, deadline);
            meters.resumes(
                    ApiServer.RECOMMEND,
                    lists.stream().map(list -> list.error() != null).toList());
            return ApiJson.lists(lists, request.isList());
        });
    }

    private static int top(@Nullable String wanted) {
        if (wanted == null) {
            return TOP;
        }
        int top = wanted.matches("\\d{1,3}") ? Integer.parseInt(wanted) : 0;
        if (top < 1 || top > MOST_TOP) {
            throw new RefusedRequestException(
                    RefusedRequestException.INVALID, "top must be a whole number from 1 to " + MOST_TOP);
        }
        return top;
    }

    private void work(Context ctx, String path, Work work) throws Exception {
        if (!ready.getAsBoolean()) {
            throw new RefusedRequestException(
                    RefusedRequestException.UNAVAILABLE, "the model is still being loaded; try again in a few seconds");
        }
        if (!room.tryAcquire()) {
            throw new RefusedRequestException(
                    RefusedRequestException.TOO_MANY,
                    "%d requests are being answered, which is the most; try again later".formatted(limits.requests()));
        }
        long start = System.nanoTime();
        meters.began();
        try {
            Deadline deadline = Deadline.in(limits.time());
            ResumeRequest request = ResumeRequest.parse(ctx.bodyAsBytes(), limits.resumes());
            ctx.contentType(ApiJson.TYPE).result(work.answer(request, deadline));
        } finally {
            room.release();
            meters.ended(path, System.nanoTime() - start);
        }
    }
}
