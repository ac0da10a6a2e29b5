using System.Collections.Concurrent;
using System.Reflection;
using DurableTask.Core;
using DurableTask.Core.History;

namespace Parley.Azure.Tests;

/// <summary>Stands before the engine's service and keeps every workflow's history, which the service itself gives to nobody.</summary>
public class HistoryRecorder : DispatchProxy
{
    private IOrchestrationService inner = null!;
    private ConcurrentDictionary<string, HistoryEvent[]> histories = null!;

    public static (IOrchestrationService Service, ConcurrentDictionary<string, HistoryEvent[]> Histories) Before(IOrchestrationService service)
    {
        IOrchestrationService proxy = Create<IOrchestrationService, HistoryRecorder>();
        HistoryRecorder recorder = (HistoryRecorder)proxy;
        (recorder.inner, recorder.histories) = (service, new(StringComparer.Ordinal));
        return (proxy, recorder.histories);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IOrchestrationService.CompleteTaskOrchestrationWorkItemAsync))
            histories[((TaskOrchestrationWorkItem)args![0]!).InstanceId] = [.. ((OrchestrationRuntimeState)args[1]!).Events];
        try
        {
            return targetMethod.Invoke(inner, args);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }
}
