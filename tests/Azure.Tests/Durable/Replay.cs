using DurableTask.Core.History;
using Google.Protobuf;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using HistoryEvent = Microsoft.DurableTask.Protobuf.HistoryEvent;

namespace Parley.Azure.Tests;

/// <summary>Runs today's code of a workflow along a history that was recorded once, the way a host does after a restart.</summary>
internal static class Replay
{
    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddSingleton(new DurableTaskShimFactory(new DurableTaskWorkerOptions { DataConverter = new JsonDataConverter(DurableJson.Of(CloudJson.Options)) }))
        .BuildServiceProvider();

    /// <summary>As text that a reviewer can read.</summary>
    public static string Format(IEnumerable<global::DurableTask.Core.History.HistoryEvent> history) =>
        new JsonFormatter(JsonFormatter.Settings.Default.WithIndentation()).Format(Chunk(history)) + "\n";

    public static HistoryChunk Chunk(IEnumerable<global::DurableTask.Core.History.HistoryEvent> history)
    {
        HistoryChunk chunk = new();
        chunk.Events.AddRange(history.Select(ProtobufUtils.ToHistoryEventProto));
        return chunk;
    }

    /// <summary>What the workflow's last step ends in: its completion with a result, or with the reason why it cannot go on.</summary>
    public static CompleteOrchestrationAction Run<TInput, TOutput>(HistoryChunk history, Func<TaskOrchestrationContext, TInput, Task<TOutput>> code)
    {
        HistoryEvent[] events = [.. history.Events.TakeWhile(e => e.EventTypeCase != HistoryEvent.EventTypeOneofCase.ExecutionCompleted)];
        int last = Array.FindLastIndex(events, e => e.EventTypeCase == HistoryEvent.EventTypeOneofCase.OrchestratorStarted);
        OrchestratorRequest request = new() { InstanceId = "replayed" };
        request.PastEvents.AddRange(events[..last]);
        request.NewEvents.AddRange(events[last..]);
        string answer = GrpcOrchestrationRunner.LoadAndRun<TInput, TOutput>(
            Convert.ToBase64String(request.ToByteArray()), (context, input) => code(context, input!)!, Services);
        return OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer)).Actions.Single(a => a.CompleteOrchestration is not null).CompleteOrchestration;
    }
}
