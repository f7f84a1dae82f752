package dev.hearth.gateway.invoke;

import dev.hearth.gateway.catalog.Catalog;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.gateway.dispatch.Lineage;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads a request's line and headers and decides what to do about it: access, operation, function, options. */
final class Planner {
    static final AsciiString TRACE_ID = AsciiString.cached("X-Amzn-Trace-Id");
    private static final AsciiString INVOCATION_TYPE = AsciiString.cached("X-Amz-Invocation-Type");
    private static final String EVENT = "Event";
    private static final AsciiString LOG_TYPE = AsciiString.cached("X-Amz-Log-Type");
    private static final AsciiString CLIENT_CONTEXT = AsciiString.cached("X-Amz-Client-Context");
    private static final AsciiString TENANT_ID = AsciiString.cached("X-Amz-Tenant-Id");
    private static final AsciiString DURABLE_NAME = AsciiString.cached("X-Amz-Durable-Execution-Name");

    private final Access access;
    private final FunctionLookup functions;
    private final Map<String, Supplier<TextResponse>> localRoutes;
    private final EventJson json;
    private final InstantSource clock;
    private final boolean takesEvents;
    private final Optional<FailedEventsApi> failed;
    private final UnbuiltOperations unbuilt = new UnbuiltOperations();

    Planner(
            InvokeSettings settings,
            Catalog catalog,
            Access access,
            Map<String, Supplier<TextResponse>> localRoutes,
            EventJson json,
            InstantSource clock,
            Optional<Events> events) {
        this.access = access;
        this.functions = new FunctionLookup(settings, catalog);
        this.localRoutes = Map.copyOf(localRoutes);
        this.json = json;
        this.clock = clock;
        this.takesEvents = events.isPresent();
        this.failed = events.map(each -> new FailedEventsApi(each.failed()));
    }

    Plan plan(HttpRequest request, SocketAddress remote) {
        return switch (access.check(request, remote)) {
            case Access.Admitted(Caller caller) -> plan(request, caller);
            case Access.Refused(Refusal refusal) -> refuse(refusal);
            case Access.Asked(CompletionStage<Access.Verdict> answer) ->
                once(answer, verdict -> plan(verdict, request));
            case Access.Undecided(Access.Proof proof) -> new Plan.Unproven(proof, request);
        };
    }

    /** The body is there, so its sender can be found out. */
    Plan plan(Plan.Unproven unproven, byte[] body) {
        return once(unproven.proof().verify(body), verdict -> plan(verdict, unproven.head()));
    }

    private Plan plan(Access.Verdict verdict, HttpRequest head) {
        return switch (verdict) {
            case Access.Admitted(Caller caller) -> plan(head, caller);
            case Access.Refused(Refusal refusal) -> refuse(refusal);
            case Access.Asked asked -> throw new IllegalStateException("an answer decides");
            case Access.Undecided undecided -> throw new IllegalStateException("a proof decides");
        };
    }

    private Plan plan(HttpRequest request, Caller caller) {
        RequestTarget target = RequestTarget.of(request.uri());
        if (request.method().equals(HttpMethod.POST)) {
            Optional<String> invoked = target.invoked();
            if (invoked.isPresent()) {
                return invocation(request.headers(), caller, target, invoked.get(), Way.BUFFERED);
            }
            Optional<String> streamed = target.streamed();
            if (streamed.isPresent()) {
                return invocation(request.headers(), caller, target, streamed.get(), Way.STREAMED);
            }
            Optional<String> async = target.invokedAsync();
            if (async.isPresent() && takesEvents) {
                return invocation(request.headers(), caller, target, async.get(), Way.ASYNC);
            }
        }
        return failed.flatMap(api -> api.operation(request.method(), target))
                .map(operation -> managed(caller, operation))
                .orElseGet(() -> other(request, target));
    }

    /** Which of Lambda's operations it is. */
    private enum Way {
        BUFFERED,
        STREAMED,
        ASYNC
    }

    private Plan invocation(HttpHeaders headers, Caller caller, RequestTarget target, String function, Way way) {
        Optional<InvokeError> bad = badOption(headers, way == Way.STREAMED);
        if (bad.isPresent()) {
            return new Plan.Refuse(bad.get());
        }
        return switch (functions.read(function, target.qualifier(), caller.accountId())) {
            case FunctionLookup.Wrong(InvokeError error) -> new Plan.Refuse(error);
            case FunctionLookup.Named named ->
                once(
                        caller.may(Right.INVOKE, named.target()),
                        refusal -> refusal.isPresent()
                                ? refuse(refusal.get())
                                : allowed(headers, named, way, caller.accountId()));
        };
    }

    /** Invoking a function is no right to see what others sent it. */
    private Plan managed(Caller caller, FailedEventsApi.Operation operation) {
        return switch (functions.read(operation.function(), Optional.empty(), caller.accountId())) {
            case FunctionLookup.Wrong(InvokeError error) -> new Plan.Refuse(error);
            case FunctionLookup.Named named ->
                once(
                        caller.may(operation.right(), named.target()),
                        refusal -> refusal.isPresent()
                                ? refuse(refusal.get())
                                : new Plan.Manage(
                                        caller.accountId(),
                                        body -> operation.perform(FunctionLookup.key(named.target()), body)));
        };
    }

    private Plan allowed(HttpHeaders headers, FunctionLookup.Named named, Way way, String payer) {
        return switch (functions.find(named)) {
            case FunctionLookup.Missing(InvokeError error) -> new Plan.Refuse(error);
            case FunctionLookup.Found(Revision revision, String arn) ->
                switch (way == Way.ASYNC ? EVENT : headers.get(INVOCATION_TYPE, "RequestResponse")) {
                    case EVENT -> new Plan.Accept(payer, revision.function(), named.qualifier(), trace(headers));
                    case "DryRun" -> new Plan.DryRun(payer);
                    default -> run(headers, payer, revision, arn, way == Way.STREAMED);
                };
        };
    }

    private static Plan refuse(Refusal refusal) {
        return new Plan.Refuse(new InvokeError.Denied(refusal));
    }

    /** Plans at once when the answer is known at once, as it nearly always is. */
    private static <T> Plan once(CompletionStage<T> answer, Function<T, Plan> then) {
        CompletableFuture<T> future = answer.toCompletableFuture();
        return future.state() == Future.State.SUCCESS
                ? then.apply(future.resultNow())
                : new Plan.Pending(answer.thenApply(then).thenCompose(Planner::settled));
    }

    private static CompletionStage<Plan> settled(Plan plan) {
        return plan instanceof Plan.Pending(CompletionStage<Plan> decision)
                ? decision
                : CompletableFuture.completedStage(plan);
    }

    private Plan run(HttpHeaders headers, String payer, Revision revision, String arn, boolean streaming) {
        Optional<String> clientContext = Optional.ofNullable(headers.get(CLIENT_CONTEXT));
        boolean logTail = "Tail".equals(headers.get(LOG_TYPE));
        String trace = trace(headers);
        return Lineage.isLoop(trace, revision.function())
                ? new Plan.Refuse(new InvokeError.Recursive(revision.function().name()))
                : new Plan.Run(payer, revision, arn, clientContext, trace, logTail, streaming);
    }

    private String trace(HttpHeaders headers) {
        long now = clock.millis() / 1_000;
        String sent = headers.get(TRACE_ID);
        return sent == null ? TraceHeader.create(now) : TraceHeader.complete(sent, now);
    }

    private Optional<InvokeError> badOption(HttpHeaders headers, boolean streaming) {
        String type = headers.get(INVOCATION_TYPE);
        boolean known = type == null || type.equals("RequestResponse") || type.equals("DryRun");
        if (!known && !(type.equals(EVENT) && takesEvents && !streaming)) {
            return Optional.of(badType(type, streaming));
        }
        String log = headers.get(LOG_TYPE);
        if (log != null && !log.equals("Tail") && !log.equals("None")) {
            return Optional.of(notInSet("logType", log, "[None, Tail]"));
        }
        if (headers.contains(TENANT_ID)) {
            return Optional.of(new InvokeError.BadParameter("X-Amz-Tenant-Id: tenant isolation is not supported yet"));
        }
        if (headers.contains(DURABLE_NAME)) {
            return Optional.of(new InvokeError.BadParameter(
                    "X-Amz-Durable-Execution-Name: durable functions are not supported yet"));
        }
        String context = headers.get(CLIENT_CONTEXT);
        return context == null ? Optional.empty() : json.checkClientContext(context);
    }

    private static InvokeError badType(String type, boolean streaming) {
        if (streaming) {
            return notInSet("invocationType", type, "[RequestResponse, DryRun]");
        }
        return type.equals(EVENT)
                ? new InvokeError.BadParameter(
                        "Event invocations are not supported by this installation: it has no stream of events"
                                + " (events.nats)")
                : notInSet("invocationType", type, "[Event, RequestResponse, DryRun]");
    }

    private static InvokeError notInSet(String parameter, String value, String set) {
        return new InvokeError.Constraint(parameter, value, "Member must satisfy enum value set: " + set);
    }

    private Plan other(HttpRequest request, RequestTarget target) {
        Supplier<TextResponse> local = localRoutes.get(target.path());
        if (local != null
                && (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD))) {
            return new Plan.Local(local.get());
        }
        return new Plan.Refuse(unbuilt.find(request.method().name(), target.operationPath(), target.query())
                .<InvokeError>map(InvokeError.OperationNotBuilt::new)
                .orElseGet(InvokeError.UnknownOperation::new));
    }
}
