namespace Parley.Network;

/// <summary>Limits of a <see cref="NetworkWire"/>. The defaults suit one desk at one venue.</summary>
public sealed record NetworkWireOptions
{
    /// <summary>Name resolution, TCP and TLS together; for a socket the upgrade too.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request that was sent is left alone after its deadline before its connection is given up.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often an open socket is pinged.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A socket that sends nothing for this long after a ping is dead.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a socket that is being closed waits for the other side to agree.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest answer, in bytes.</summary>
    public int BodyMax { get; init; } = 64 << 20;

    /// <summary>Longest message of a socket, in bytes.</summary>
    public int MessageMax { get; init; } = 4 << 20;

    /// <summary>
    /// How many blocks of 64 KiB one socket may have waiting to be polled. Then it is read no further, so that the venue's
    /// side fills up instead of our memory.
    /// </summary>
    public int BlocksMax { get; init; } = 64;

    /// <summary>Messages waiting to be sent on one socket; one more ends it.</summary>
    public int UnsentMax { get; init; } = 1_024;
}
