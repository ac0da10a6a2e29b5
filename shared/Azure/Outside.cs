using System.Net.Sockets;
using Azure;
using Azure.Identity;
using Azure.Messaging.EventHubs;
using Grpc.Core;

namespace Parley.Azure;

/// <summary>
/// Calls to services, with their failures as the exceptions that users of the ports know: <see cref="TimeoutException"/> when
/// nobody can say whether it was done, <see cref="IOException"/> otherwise. Messages are one line and hold no address with a
/// query, no header and no token.
/// </summary>
internal static class Outside
{
    /// <param name="what">Begins the message: what was asked of whom.</param>
    public static async Task<T> CallAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && Translate(what, e) is not null)
        {
            throw Translate(what, e)!;
        }
    }

    public static Task CallAsync(string what, Func<Task> call, CancellationToken cancellation) =>
        CallAsync(
            what,
            async () =>
            {
                await call();
                return true;
            },
            cancellation);

    /// <returns>Null for what is no failure of a service.</returns>
    public static Exception? Translate(string what, Exception e) => e switch
    {
        // After several tries there are several failures; the last one is as good as any.
        AggregateException { InnerExceptions: [.., var last] } => Translate(what, last),
        OperationCanceledException => new TimeoutException($"{what}: no answer in time; whether it was done is not known.", e),
        RequestFailedException { Status: 0 } => new IOException($"{what}: cannot be reached.", e),
        RequestFailedException { Status: 408 or 504 } or RequestFailedException { ErrorCode: "OperationTimedOut" } =>
            new TimeoutException($"{what}: timed out at the service; whether it was done is not known.", e),
        RequestFailedException { Status: 401 or 403 } refused => new IOException($"{what}: not allowed ({refused.Status} {refused.ErrorCode}).", e),
        RequestFailedException failed => new IOException($"{what}: refused ({failed.Status} {failed.ErrorCode}).", e),
        AuthenticationFailedException => new IOException($"{what}: no sign-in to Azure ({e.GetType().Name}).", e),
        EventHubsException { Reason: EventHubsException.FailureReason.ServiceTimeout } =>
            new TimeoutException($"{what}: timed out at the service; whether it was done is not known.", e),
        EventHubsException hub => new IOException($"{what}: {hub.Reason}.", e),
        RpcException { StatusCode: StatusCode.DeadlineExceeded } => new TimeoutException($"{what}: no answer in time; whether it was done is not known.", e),
        RpcException rpc => new IOException($"{what}: {rpc.StatusCode}.", e),
        UnauthorizedAccessException => new IOException($"{what}: not allowed.", e),
        HttpRequestException or SocketException or IOException => new IOException($"{what}: the connection failed.", e),
        TimeoutException => new TimeoutException($"{what}: no answer in time; whether it was done is not known.", e),
        _ => null,
    };
}
