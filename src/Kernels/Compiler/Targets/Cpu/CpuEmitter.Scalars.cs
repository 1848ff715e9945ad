using System.Reflection;
using System.Reflection.Emit;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

// Operators on uniform values. Booleans are 0 or 1.
internal sealed partial class CpuEmitter
{
    private static MethodInfo Arithmetic(string name, params Type[] types) =>
        typeof(CpuArithmetic).GetMethod(name, types) ?? throw new MissingMethodException(name);

    private void PushScalarPure(Value value)
    {
        switch (value)
        {
            case UnaryValue unary:
                PushScalar(unary.Operand);
                EmitScalarUnary(unary);
                break;
            case BinaryValue binary:
                if (ComparesCounters(binary))
                {
                    PushNative(binary.Left);
                    PushNative(binary.Right);
                }
                else
                {
                    PushScalar(binary.Left);
                    PushScalar(binary.Right);
                }

                EmitScalarBinary(binary);
                break;
            case TernaryValue { Operator: TernaryOperator.FusedMultiplyAdd } fma:
                PushScalar(fma.First);
                PushScalar(fma.Second);
                PushScalar(fma.Third);
                _il.Call(typeof(MathF).GetMethod("FusedMultiplyAdd")!);
                break;
            case TernaryValue select:
                PushScalarSelect(select);
                break;
            default:
                throw new InvalidOperationException($"{value.GetType().Name} has no definition above its use.");
        }
    }

    // A loop's counter that also makes addresses is 64 bits wide: comparing those too saves it a second register.
    private bool ComparesCounters(BinaryValue value) =>
        ValueFactory.IsComparison(value.Operator) && value.Left.Type == ScalarType.Int32
        && IsNamed(value.Left) && IsNamed(value.Right)
        && (IsNativeCounter(value.Left) || IsNativeCounter(value.Right));

    private bool IsNamed(Value value) => value is Constant || _slots.ContainsKey(value);

    private bool IsNativeCounter(Value value) =>
        value is RegionArgument && _slots.TryGetValue(value, out var slot) && slot.Owner == value
        && _known?.UsesOf(value).Native > 0;

    private void PushScalarSelect(TernaryValue select)
    {
        // Both sides are pure: only the one that is asked for is computed.
        var (other, end) = (_il.DefineLabel(), _il.DefineLabel());
        var result = new IlLocal(ScalarTypeOf(select), "select");
        PushScalar(select.First);
        _il.Branch(OpCodes.Brfalse, other);
        PushScalar(select.Second);
        _il.Store(result);
        _il.Branch(OpCodes.Br, end);
        _il.Mark(other);
        PushScalar(select.Third);
        _il.Store(result);
        _il.Mark(end);
        _il.Load(result);
    }

    private void EmitScalarUnary(UnaryValue unary)
    {
        var isFloat = unary.Operand.Type == ScalarType.Float32;
        switch (unary.Operator)
        {
            case UnaryOperator.Negate:
                _il.Emit(OpCodes.Neg);
                break;
            case UnaryOperator.Not when unary.Type == ScalarType.Boolean:
                Not();
                break;
            case UnaryOperator.Not:
                _il.Emit(OpCodes.Not);
                break;
            case UnaryOperator.Absolute when isFloat:
                _il.Call(typeof(MathF).GetMethod("Abs", [typeof(float)])!);
                break;
            case UnaryOperator.Absolute when unary.Type == ScalarType.Int32:
                _il.Call(Arithmetic("Absolute", typeof(int)));
                break;
            case UnaryOperator.SquareRoot:
                _il.Call(typeof(MathF).GetMethod("Sqrt", [typeof(float)])!);
                break;
            case UnaryOperator.Floor:
                _il.Call(typeof(MathF).GetMethod("Floor", [typeof(float)])!);
                break;
            case UnaryOperator.IntToFloat:
                _il.Emit(OpCodes.Conv_R4);
                break;
            case UnaryOperator.UIntToFloat:
                _il.Call(Arithmetic("UnsignedToFloat", typeof(int)));
                break;
            case UnaryOperator.FloatToInt:
                _il.Call(Arithmetic("ToInt", typeof(float)));
                break;
            case UnaryOperator.BitsToInt or UnaryOperator.BitsToUInt when isFloat:
                _il.Call(typeof(BitConverter).GetMethod("SingleToInt32Bits", [typeof(float)])!);
                break;
            case UnaryOperator.BitsToFloat when !isFloat:
                _il.Call(typeof(BitConverter).GetMethod("Int32BitsToSingle", [typeof(int)])!);
                break;
            case UnaryOperator.RoundToHalf:
                _il.Call(Arithmetic("RoundToHalf", typeof(float)));
                break;
            case UnaryOperator.SignExtend8:
                _il.Emit(OpCodes.Conv_I1);
                break;
            case UnaryOperator.ZeroExtend8:
                _il.Emit(OpCodes.Conv_U1);
                break;
            case UnaryOperator.SignExtend16:
                _il.Emit(OpCodes.Conv_I2);
                break;
            case UnaryOperator.ZeroExtend16:
                _il.Emit(OpCodes.Conv_U2);
                break;
            case UnaryOperator.Absolute or UnaryOperator.BoolToInt or UnaryOperator.BitsToInt
                or UnaryOperator.BitsToUInt or UnaryOperator.BitsToFloat:
                break;
        }
    }

    private void Not()
    {
        _il.Integer(0);
        _il.Emit(OpCodes.Ceq);
    }

    private void EmitScalarBinary(BinaryValue binary)
    {
        var type = binary.Left.Type;
        if (ValueFactory.IsComparison(binary.Operator))
        {
            EmitScalarComparison(binary.Operator, type == ScalarType.Float32, type != ScalarType.Int32);
            return;
        }

        switch (type)
        {
            case ScalarType.Float32:
                EmitScalarFloat(binary.Operator);
                break;
            default:
                EmitScalarInteger(binary, type == ScalarType.Int32);
                break;
        }
    }

    private void EmitScalarFloat(BinaryOperator op)
    {
        switch (op)
        {
            case BinaryOperator.Add:
                _il.Emit(OpCodes.Add);
                break;
            case BinaryOperator.Subtract:
                _il.Emit(OpCodes.Sub);
                break;
            case BinaryOperator.Multiply:
                _il.Emit(OpCodes.Mul);
                break;
            case BinaryOperator.Divide:
                _il.Emit(OpCodes.Div);
                break;
            case BinaryOperator.Maximum or BinaryOperator.Minimum:
                _il.Call(Arithmetic(op.ToString(), typeof(float), typeof(float)));
                break;
            default:
                throw new InvalidOperationException($"{op} of floats.");
        }
    }

    private void EmitScalarInteger(BinaryValue binary, bool signed)
    {
        // Division by a constant other than 0 and -1 cannot fault, and the JIT multiplies instead.
        var plain = binary.Right is Constant { Bits: not 0 and not -1 };
        var suffix = signed ? "" : "Unsigned";
        switch (binary.Operator)
        {
            case BinaryOperator.Add:
                _il.Emit(OpCodes.Add);
                break;
            case BinaryOperator.Subtract:
                _il.Emit(OpCodes.Sub);
                break;
            case BinaryOperator.Multiply:
                _il.Emit(OpCodes.Mul);
                break;
            case BinaryOperator.Divide when plain:
                _il.Emit(signed ? OpCodes.Div : OpCodes.Div_Un);
                break;
            case BinaryOperator.Remainder when plain:
                _il.Emit(signed ? OpCodes.Rem : OpCodes.Rem_Un);
                break;
            case BinaryOperator.Divide or BinaryOperator.Remainder:
                _il.Call(Arithmetic(binary.Operator + suffix, typeof(int), typeof(int)));
                break;
            case BinaryOperator.Maximum or BinaryOperator.Minimum when signed:
                _il.Call(typeof(Math).GetMethod(
                    binary.Operator == BinaryOperator.Maximum ? "Max" : "Min", [typeof(int), typeof(int)])!);
                break;
            case BinaryOperator.Maximum or BinaryOperator.Minimum:
                _il.Call(Arithmetic(binary.Operator + suffix, typeof(int), typeof(int)));
                break;
            case BinaryOperator.And:
                _il.Emit(OpCodes.And);
                break;
            case BinaryOperator.Or:
                _il.Emit(OpCodes.Or);
                break;
            case BinaryOperator.Xor:
                _il.Emit(OpCodes.Xor);
                break;
            case BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight:
                _il.Integer(31);
                _il.Emit(OpCodes.And);
                _il.Emit(binary.Operator == BinaryOperator.ShiftLeft ? OpCodes.Shl
                    : signed ? OpCodes.Shr : OpCodes.Shr_Un);
                break;
        }
    }

    private void EmitScalarComparison(BinaryOperator op, bool isFloat, bool unsigned)
    {
        // The unordered forms are true where a side is not a number: their negations are false, as they must be.
        switch (op)
        {
            case BinaryOperator.Equal:
                _il.Emit(OpCodes.Ceq);
                break;
            case BinaryOperator.NotEqual:
                _il.Emit(OpCodes.Ceq);
                Not();
                break;
            case BinaryOperator.Less:
                _il.Emit(unsigned && !isFloat ? OpCodes.Clt_Un : OpCodes.Clt);
                break;
            case BinaryOperator.Greater:
                _il.Emit(unsigned && !isFloat ? OpCodes.Cgt_Un : OpCodes.Cgt);
                break;
            case BinaryOperator.LessOrEqual:
                _il.Emit(isFloat ? OpCodes.Cgt_Un : unsigned ? OpCodes.Cgt_Un : OpCodes.Cgt);
                Not();
                break;
            case BinaryOperator.GreaterOrEqual:
                _il.Emit(isFloat ? OpCodes.Clt_Un : unsigned ? OpCodes.Clt_Un : OpCodes.Clt);
                Not();
                break;
        }
    }
}
