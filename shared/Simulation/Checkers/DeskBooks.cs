using System.Runtime.CompilerServices;
using Parley.Execution;
using Parley.Orchestrations;

namespace Parley.Simulation;

/// <summary>A desk's own books, for those who check them. The desk shows them to nobody else, so they are read where they lie.</summary>
internal static class DeskBooks
{
    extension(Desk desk)
    {
        public OrderRegister Register => OrdersOf(desk).Register;

        public Portfolio Portfolio => PortfolioOf(desk);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_orders")]
    private static extern ref OrderDesk OrdersOf(Desk desk);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_portfolio")]
    private static extern ref Portfolio PortfolioOf(Desk desk);
}
