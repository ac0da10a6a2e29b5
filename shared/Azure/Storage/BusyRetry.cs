using Azure.Core;
using Azure.Core.Pipeline;

namespace Parley.Azure;

/// <summary>
/// For writes with a condition: tries again only when the service said that it was too busy to begin. After a lost answer
/// the write may have been done, a second one would fail at its own condition, and "somebody else won" would be a lie; so
/// what is not known is told to the caller, who knows what to do about it.
/// </summary>
internal sealed class BusyRetry() : RetryPolicy(Tries, DelayStrategy.CreateExponentialDelayStrategy(First, Longest))
{
    private const int Tries = 4;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => exception is null && IsBusy(message) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) => new(ShouldRetry(message, exception));

    private static bool IsBusy(HttpMessage message) => message.HasResponse && message.Response.Status is 429 or 503;
}
