namespace Parley.Ports;

/// <summary>Everything outside the process that state and messages go through, opened by the names of <see cref="CloudNames"/>.</summary>
public interface ICloud : IAsyncDisposable
{
    /// <summary>For people: where this is.</summary>
    string Name { get; }

    ITable Table(string name);

    IBlobStore Blobs(string container);

    IEventPublisher Publisher(string hub);

    IEventConsumer Consumer(string hub, string consumerGroup);
}
