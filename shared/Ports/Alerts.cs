using Parley.Domain;

namespace Parley.Ports;

public enum AlertSeverity
{
    /// <summary>Good to know: a summary, a fill.</summary>
    Note,

    /// <summary>Look today.</summary>
    Warning,

    /// <summary>Look now: money is at stake.</summary>
    Critical,
}

/// <summary>Something a human should know.</summary>
/// <param name="Key">Equal keys are the same matter, so that it need not be told twice.</param>
/// <param name="Text">Plain sentences, no markup, no secrets.</param>
public sealed record Alert(string Key, AlertSeverity Severity, Timestamp At, string Text);

/// <summary>Tells humans. An alert that cannot be delivered never stops the desk.</summary>
public interface IAlerts
{
    Task SendAsync(Alert alert, CancellationToken cancellation);
}
