using Parley.Ports;

namespace Parley.Simulation;

/// <summary>A gateway that belongs to one process and dies with it.</summary>
internal interface INodeGateway : IOrderGateway, IDisposable
{
    /// <summary>Does what is due and takes in what has arrived.</summary>
    void Poll();
}
